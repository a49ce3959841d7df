using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Controllers.Services;

/// <summary>What a Service's spec means for its endpoints.</summary>
internal static class ServiceShape
{
    /// <summary>True where the Service's endpoints are the pods that it selects.</summary>
    internal static bool SelectsPods(this Service service) => service.Spec.Selector.Count > 0 && service.Spec.Type != "ExternalName";

    /// <summary>True where the Service has no virtual address.</summary>
    internal static bool IsHeadless(this Service service) => service.Spec.ClusterIP == "None";

    /// <summary>The families of address that the Service is for.</summary>
    internal static IEnumerable<string> AddressTypes(this Service service) => service.Spec.IpFamilies.Count > 0 ? service.Spec.IpFamilies : ["IPv4"];
}

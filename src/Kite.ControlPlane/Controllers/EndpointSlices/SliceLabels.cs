using Kite.Api.Models.DiscoveryV1;

namespace Kite.ControlPlane.Controllers.EndpointSlices;

/// <summary>The labels that tie EndpointSlices to Services and to whoever keeps them.</summary>
internal static class SliceLabels
{
    internal const string ServiceName = "kubernetes.io/service-name";
    internal const string ManagedBy = "endpointslice.kubernetes.io/managed-by";
    internal const string Headless = "service.kubernetes.io/headless";

    /// <summary>The name of the Service that a slice belongs to, or null.</summary>
    internal static string? ServiceOf(EndpointSlice slice) => slice.Metadata.Labels.GetValueOrDefault(ServiceName);

    /// <summary>True where the controller of that name keeps the slice.</summary>
    internal static bool IsManagedBy(EndpointSlice slice, string controller) => slice.Metadata.Labels.GetValueOrDefault(ManagedBy) == controller;

    /// <summary>The labels of a slice: those of what it is made from, save the reserved ones, and its own.</summary>
    internal static IReadOnlyDictionary<string, string> Make(IReadOnlyDictionary<string, string> source, string service, string controller, bool isHeadless)
    {
        var labels = new Dictionary<string, string>(source);
        labels.Remove(Headless);
        labels[ServiceName] = service;
        labels[ManagedBy] = controller;
        if (isHeadless) labels[Headless] = "";
        return labels;
    }
}

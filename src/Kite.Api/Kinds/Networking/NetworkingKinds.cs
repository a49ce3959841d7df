using Kite.Api.Validation;

namespace Kite.Api.Kinds.Networking;

/// <summary>The kinds of the networking group.</summary>
internal static class NetworkingKinds
{
    internal static IReadOnlyDictionary<string, KindTraits> Entries { get; } = new Dictionary<string, KindTraits>
    {
        ["networking/v1.Ingress"] = new() { StatusFields = ["loadBalancer"], HasGeneration = true, Rules = shape => new IngressRules(shape) },
        ["networking/v1.IngressClass"] = new() { HasGeneration = true, Rules = shape => new IngressClassRules(shape) },
        ["networking/v1.IPAddress"] = new() { Name = NameRules.Address, Rules = shape => new IPAddressRules(shape) },
        ["networking/v1.NetworkPolicy"] = new() { HasGeneration = true, Rules = shape => new NetworkPolicyRules(shape) },
        ["networking/v1.ServiceCIDR"] = new() { Rules = shape => new ServiceCidrRules(shape) },
    };
}

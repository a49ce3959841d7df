using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries.Networks;

/// <summary>IP addresses such as <c>ip("10.0.0.1")</c>: what they are and what they are written like.</summary>
internal static class IpLibrary
{
    /// <summary>The library.</summary>
    internal static CelLibrary Create() => new("kubernetes.net.ip")
    {
        Types = [CelIp.Type],
        Functions =
        [
            new CelFunction("ip", Reading(CelOverload.Global("string_to_ip", CelType.String, CelIp.Type, Parse), 1)),
            new CelFunction("isIP", Reading(CelOverload.Global("is_ip", CelType.String, CelType.Bool, text => CelValue.Of(CelIp.Parse(text.AsString, out _) is not null)), 1)),
            new CelFunction("ip.isCanonical", Reading(CelOverload.Global("ip_is_canonical", CelType.String, CelType.Bool, IsCanonical), 2)),
            new CelFunction("family", Member("ip_family", CelType.Int, ip => CelValue.Of((long)ip.Family))),
            new CelFunction("isUnspecified", Member("ip_is_unspecified", CelType.Bool, ip => CelValue.Of(ip.IsUnspecified))),
            new CelFunction("isLoopback", Member("ip_is_loopback", CelType.Bool, ip => CelValue.Of(ip.IsLoopback))),
            new CelFunction("isLinkLocalMulticast", Member("ip_is_link_local_multicast", CelType.Bool, ip => CelValue.Of(ip.IsLinkLocalMulticast))),
            new CelFunction("isLinkLocalUnicast", Member("ip_is_link_local_unicast", CelType.Bool, ip => CelValue.Of(ip.IsLinkLocalUnicast))),
            new CelFunction("isGlobalUnicast", Member("ip_is_global_unicast", CelType.Bool, ip => CelValue.Of(ip.IsGlobalUnicast))),
            new CelFunction("string", CelOverload.Global("ip_to_string", CelIp.Type, CelType.String, ip => CelValue.Of(ip.AsObject.ToString()))),
        ],
    };

    /// <summary>Reads an address, or says why the text is none.</summary>
    internal static CelValue Parse(CelValue text) => CelIp.Parse(text.AsString, out var error) is { } ip ? CelValue.Of(ip) : CelValue.Error(error);

    /// <summary>The overload with the cost of reading its argument so many times.</summary>
    internal static CelOverload Reading(CelOverload overload, int times) => new(overload.Id, overload.Parameters, overload.Result)
    {
        Unary = overload.Unary,
        Cost = LibraryCosts.Reading(times * LibraryCosts.Traversal),
        Estimate = LibraryCosts.EstimateReading(times * LibraryCosts.Traversal),
    };

    private static CelOverload Member(string id, CelType result, Func<CelIp, CelValue> function) =>
        new(id, [CelIp.Type], result, true) { Unary = ip => function((CelIp)ip.AsObject), Estimate = LibraryCosts.One };

    private static CelValue IsCanonical(CelValue text) =>
        CelIp.Parse(text.AsString, out var error) is { } ip ? CelValue.Of(ip.ToString() == text.AsString) : CelValue.Error(error);
}

using Kite.Api.Cel.Costs;
using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries.Networks;

/// <summary>Networks such as <c>cidr("10.0.0.0/8")</c>: what is in them and how they are written.</summary>
internal static class CidrLibrary
{
    /// <summary>The fewest and most octets of an address.</summary>
    private static readonly SizeEstimate Octets = new(4, 16);

    /// <summary>The library.</summary>
    internal static CelLibrary Create() => new("net.cidr")
    {
        Types = [CelCidr.Type],
        Functions =
        [
            new CelFunction("cidr", IpLibrary.Reading(CelOverload.Global("string_to_cidr", CelType.String, CelCidr.Type, Parse), 1)),
            new CelFunction("isCIDR", IpLibrary.Reading(CelOverload.Global("is_cidr", CelType.String, CelType.Bool, text => CelValue.Of(CelCidr.Parse(text.AsString, out _) is not null)), 1)),
            new CelFunction(
                "containsIP",
                Contains("cidr_contains_ip_string", CelType.String, isText: true, isNetwork: false, (cidr, text) => ContainsIp(cidr, IpLibrary.Parse(text))),
                Contains("cidr_contains_ip_ip", CelIp.Type, isText: false, isNetwork: false, ContainsIp)),
            new CelFunction(
                "containsCIDR",
                Contains("cidr_contains_cidr_string", CelType.String, isText: true, isNetwork: true, (cidr, text) => ContainsCidr(cidr, Parse(text))),
                Contains("cidr_contains_cidr", CelCidr.Type, isText: false, isNetwork: true, ContainsCidr)),
            new CelFunction("ip", Member("cidr_ip", CelIp.Type, cidr => CelValue.Of(cidr.Address))),
            new CelFunction("prefixLength", Member("cidr_prefix_length", CelType.Int, cidr => CelValue.Of((long)cidr.Bits))),
            new CelFunction("masked", Member("cidr_masked", CelCidr.Type, cidr => CelValue.Of(cidr.Masked()))),
            new CelFunction("string", CelOverload.Global("cidr_to_string", CelCidr.Type, CelType.String, cidr => CelValue.Of(cidr.AsObject.ToString()))),
        ],
    };

    private static CelOverload Member(string id, CelType result, Func<CelCidr, CelValue> function) =>
        new(id, [CelCidr.Type], result, true) { Unary = cidr => function((CelCidr)cidr.AsObject), Estimate = LibraryCosts.One };

    /// <summary>Comparing prefixes costs their octets twice, for networks once more and one; text has to be read first.</summary>
    private static CelOverload Contains(string id, CelType argument, bool isText, bool isNetwork, Func<CelValue, CelValue, CelValue> function) =>
        new(id, [CelCidr.Type, argument], CelType.Bool, true)
        {
            Binary = function,
            Cost = (arguments, _) =>
            {
                var octets = (((CelCidr)arguments[0].AsObject).Bits + 7) / 8;
                var cost = LibraryCosts.Price(2 * octets, LibraryCosts.Traversal);
                if (isNetwork) cost += LibraryCosts.Price(octets, LibraryCosts.Traversal) + 1;
                return isText ? cost + LibraryCosts.Price(arguments[1].Size, LibraryCosts.Traversal) : cost;
            },
            Estimate = (sizes, _, arguments) =>
            {
                var cost = Octets.Add(Octets).MultiplyByCostFactor(LibraryCosts.Traversal);
                if (isNetwork) cost = cost.Add(Octets.MultiplyByCostFactor(LibraryCosts.Traversal)).Add(CostEstimate.Fixed(1));
                return new CelCallEstimate(isText ? cost.Add(sizes.SizeOf(arguments[0]).MultiplyByCostFactor(LibraryCosts.Traversal)) : cost);
            },
        };

    private static CelValue Parse(CelValue text) => CelCidr.Parse(text.AsString, out var error) is { } cidr
        ? CelValue.Of(cidr)
        : CelValue.Error($"network address parse error during conversion from string: {error}");

    private static CelValue ContainsIp(CelValue cidr, CelValue ip) => ip.IsError ? ip : CelValue.Of(((CelCidr)cidr.AsObject).Contains((CelIp)ip.AsObject));

    private static CelValue ContainsCidr(CelValue cidr, CelValue other) => other.IsError ? other : CelValue.Of(((CelCidr)cidr.AsObject).Contains((CelCidr)other.AsObject));
}

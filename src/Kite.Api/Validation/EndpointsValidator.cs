using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation;

/// <summary>Checks endpoints.</summary>
internal static class EndpointsValidator
{
    private static readonly string[] AddressLists = ["addresses", "notReadyAddresses"];
    private static readonly string[] Protocols = ["SCTP", "TCP", "UDP"];

    internal static void Validate(JsonObject endpoints, FieldErrors errors)
    {
        var at = 0;
        foreach (var subset in endpoints.Objects("subsets")) ValidateSubset(subset, FieldPath.Root.Child("subsets").Item(at++), errors);
    }

    private static void ValidateSubset(JsonObject subset, FieldPath path, FieldErrors errors)
    {
        if (AddressLists.All(list => subset.IsEmpty(list))) errors.Required(path, "must specify `addresses` or `notReadyAddresses`");
        foreach (var list in AddressLists)
        {
            var index = 0;
            foreach (var address in subset.Objects(list)) ValidateAddress(address, path.Child(list).Item(index++), errors);
        }
        var ports = subset.Array("ports")?.Count ?? 0;
        var at = 0;
        foreach (var port in subset.Objects("ports")) ValidatePort(port, ports > 1, path.Child("ports").Item(at++), errors);
    }

    private static void ValidateAddress(JsonObject address, FieldPath path, FieldErrors errors)
    {
        var ip = address.Text("ip");
        if (Formats.Address(ip) is { } wrong) errors.Invalid(path.Child("ip"), ip, wrong);
        else AddressRules.NotSpecial(ip, path.Child("ip"), errors);
        if (address.Text("hostname") is { Length: > 0 } host) errors.InvalidIf(path.Child("hostname"), host, Formats.Label(host));
        if (address.Text("nodeName") is { Length: > 0 } node) errors.InvalidIf(path.Child("nodeName"), node, Formats.Subdomain(node));
    }

    private static void ValidatePort(JsonObject port, bool needsName, FieldPath path, FieldErrors errors)
    {
        var name = port.Text("name");
        if (name.Length > 0) errors.InvalidIf(path.Child("name"), name, Formats.Label(name));
        else if (needsName) errors.Required(path.Child("name"));
        var number = port.Integer("port") ?? 0;
        if (Formats.Port(number) is { } wrong) errors.Invalid(path.Child("port"), number, wrong);
        var protocol = port.Text("protocol");
        if (protocol.Length == 0) errors.Required(path.Child("protocol"));
        else if (!Protocols.Contains(protocol)) errors.NotSupported(path.Child("protocol"), protocol, Protocols);
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation;

/// <summary>Checks endpoint slices.</summary>
internal static class EndpointSliceValidator
{
    private const int MaxEndpoints = 1000;
    private const int MaxPorts = 20000;
    private const int MaxAddresses = 100;
    private const int MaxZones = 8;
    private static readonly string[] AddressTypes = ["FQDN", "IPv4", "IPv6"];
    private static readonly string[] Protocols = ["SCTP", "TCP", "UDP"];

    internal static void Validate(JsonObject slice, FieldErrors errors)
    {
        var type = slice.Text("addressType");
        if (type.Length == 0) errors.Required(FieldPath.Root.Child("addressType"));
        else if (!AddressTypes.Contains(type)) errors.NotSupported(FieldPath.Root.Child("addressType"), type, AddressTypes);
        ValidateEndpoints(slice, type, errors);
        ValidatePorts(slice, errors);
    }

    private static void ValidateEndpoints(JsonObject slice, string type, FieldErrors errors)
    {
        var path = FieldPath.Root.Child("endpoints");
        var count = slice.Array("endpoints")?.Count ?? 0;
        if (count > MaxEndpoints)
        {
            errors.TooMany(path, count, MaxEndpoints);
            return;
        }
        var at = 0;
        foreach (var endpoint in slice.Objects("endpoints")) ValidateEndpoint(endpoint, type, path.Item(at++), errors);
    }

    private static void ValidateEndpoint(JsonObject endpoint, string type, FieldPath path, FieldErrors errors)
    {
        var addresses = endpoint.Texts("addresses").ToArray();
        if (addresses.Length == 0) errors.Required(path.Child("addresses"), "must contain at least 1 address");
        else if (addresses.Length > MaxAddresses) errors.TooMany(path.Child("addresses"), addresses.Length, MaxAddresses);
        for (var at = 0; at < addresses.Length; at++) ValidateAddress(addresses[at], type, path.Child("addresses").Item(at), errors);
        if (endpoint.TextOrNull("nodeName") is { } node) errors.InvalidIf(path.Child("nodeName"), node, Formats.Subdomain(node));
        if (endpoint.TextOrNull("hostname") is { } host) errors.InvalidIf(path.Child("hostname"), host, Formats.Label(host));
        var zones = endpoint.Object("hints").Array("forZones")?.Count ?? 0;
        if (zones > MaxZones) errors.TooMany(path.Child("hints").Child("forZones"), zones, MaxZones);
    }

    private static void ValidateAddress(string address, string type, FieldPath path, FieldErrors errors)
    {
        switch (type)
        {
            case "FQDN":
                errors.InvalidIf(path, address, Formats.Subdomain(address));
                break;
            case "IPv4" when !Formats.IsAddress(address) || address.Contains(':'):
                errors.Invalid(path, address, "must be an IPv4 address");
                break;
            case "IPv6" when !Formats.IsAddress(address) || !address.Contains(':'):
                errors.Invalid(path, address, "must be an IPv6 address");
                break;
            default:
                AddressRules.NotSpecial(address, path, errors);
                break;
        }
    }

    private static void ValidatePorts(JsonObject slice, FieldErrors errors)
    {
        var path = FieldPath.Root.Child("ports");
        var count = slice.Array("ports")?.Count ?? 0;
        if (count > MaxPorts)
        {
            errors.TooMany(path, count, MaxPorts);
            return;
        }
        var names = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var port in slice.Objects("ports"))
        {
            var below = path.Item(at++);
            var name = port.Text("name");
            if (name.Length > 0) errors.InvalidIf(below.Child("name"), name, Formats.Label(name));
            if (!names.Add(name)) errors.Duplicate(below.Child("name"), name);
            var protocol = port.Text("protocol");
            if (protocol.Length == 0) errors.Required(below.Child("protocol"));
            else if (!Protocols.Contains(protocol)) errors.NotSupported(below.Child("protocol"), protocol, Protocols);
            if (port.TextOrNull("appProtocol") is { } application) errors.InvalidIf(below.Child("appProtocol"), application, Formats.QualifiedName(application));
        }
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation;

/// <summary>Checks the ports of a service, each and together.</summary>
internal static class ServicePortsValidator
{
    private static readonly string[] Protocols = ["SCTP", "TCP", "UDP"];

    internal static void Validate(JsonObject spec, FieldPath path, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var ports = new HashSet<(long?, string)>();
        var nodePorts = new HashSet<(long?, string)>();
        var needsName = spec.Array("ports")?.Count > 1;
        var isHeadless = spec.Text("clusterIP") == "None";
        var at = 0;
        foreach (var port in spec.Objects("ports"))
        {
            var below = path.Item(at++);
            ValidatePort(port, needsName, isHeadless, names, below, errors);
            var protocol = port.Text("protocol");
            if (port.Integer("nodePort") is > 0 and { } nodePort)
            {
                if (spec.Text("type") == "ClusterIP") errors.Forbidden(below.Child("nodePort"), "may not be used when `type` is 'ClusterIP'");
                else if (!nodePorts.Add((nodePort, protocol))) errors.Duplicate(below.Child("nodePort"), JsonValue.Create(nodePort));
            }
            if (!ports.Add((port.Integer("port"), protocol))) errors.Duplicate(below, port);
        }
    }

    private static void ValidatePort(JsonObject port, bool needsName, bool isHeadless, HashSet<string> names, FieldPath path, FieldErrors errors)
    {
        var name = port.Text("name");
        if (name.Length == 0 && needsName) errors.Required(path.Child("name"));
        else if (name.Length > 0)
        {
            errors.InvalidIf(path.Child("name"), name, Formats.Label(name));
            if (!names.Add(name)) errors.Duplicate(path.Child("name"), name);
        }
        var number = port.Integer("port") ?? 0;
        if (Formats.Port(number) is { } wrong) errors.Invalid(path.Child("port"), number, wrong);
        var protocol = port.Text("protocol");
        if (protocol.Length == 0) errors.Required(path.Child("protocol"));
        else if (!Protocols.Contains(protocol)) errors.NotSupported(path.Child("protocol"), protocol, Protocols);
        ValidateTarget(port["targetPort"], path.Child("targetPort"), errors);
        if (port.Text("appProtocol") is { Length: > 0 } application) errors.InvalidIf(path.Child("appProtocol"), application, Formats.QualifiedName(application));
        if (isHeadless && port.Integer("nodePort") is > 0 and { } nodePort) errors.Invalid(path.Child("nodePort"), nodePort, "may not be set for headless services");
    }

    private static void ValidateTarget(JsonNode? target, FieldPath path, FieldErrors errors)
    {
        if (target.AsText() is { } name) errors.InvalidIf(path, name, Formats.PortName(name));
        else if (target.AsInteger() is { } number && Formats.Port(number) is { } wrong) errors.Invalid(path, number, wrong);
    }
}

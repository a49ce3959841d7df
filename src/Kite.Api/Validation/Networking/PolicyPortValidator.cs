using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Networking;

/// <summary>Checks the ports of a network policy.</summary>
internal static class PolicyPortValidator
{
    private static readonly string[] Protocols = ["TCP", "UDP", "SCTP"];

    internal static void Validate(JsonObject port, FieldPath path, FieldErrors errors)
    {
        ChoiceRules.Optional(port, "protocol", Protocols, path, errors);
        var end = port.Integer("endPort");
        if (port["port"] is not { } node)
        {
            if (end is not null) errors.Invalid(path.Child("endPort"), end.Value, "may not be specified when `port` is not specified");
            return;
        }
        if (node.AsText() is { } name)
        {
            if (end is not null) errors.Invalid(path.Child("endPort"), end.Value, "may not be specified when `port` is non-numeric");
            errors.InvalidIf(path.Child("port"), name, Formats.PortName(name));
            return;
        }
        var number = node.AsInteger() ?? 0;
        if (Formats.Port(number) is { } wrong) errors.Invalid(path.Child("port"), number, wrong);
        if (end is null) return;
        if (end < number) errors.Invalid(path.Child("endPort"), number, "must be greater than or equal to `port`");
        if (Formats.Port(end.Value) is { } wrongEnd) errors.Invalid(path.Child("endPort"), end.Value, wrongEnd);
    }
}

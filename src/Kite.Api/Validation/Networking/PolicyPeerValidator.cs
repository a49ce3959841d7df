using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Networking;

/// <summary>Checks whom a network policy speaks of: pods and namespaces by label, or a block of addresses.</summary>
internal static class PolicyPeerValidator
{
    internal static void Validate(JsonObject peer, FieldPath path, FieldErrors errors)
    {
        foreach (var selector in (ReadOnlySpan<string>)["podSelector", "namespaceSelector"]) LabelSelectorValidator.Validate(peer.Object(selector), path.Child(selector), errors);
        var block = peer.Object("ipBlock");
        if (block is not null) ValidateBlock(block, path.Child("ipBlock"), errors);
        if (peer.Count == 0) errors.Required(path, "must specify a peer");
        else if (peer.Count > 1 && block is not null) errors.Forbidden(path, "may not specify both ipBlock and another peer");
    }

    private static void ValidateBlock(JsonObject block, FieldPath path, FieldErrors errors)
    {
        var text = block.Text("cidr");
        if (text.Length == 0)
        {
            errors.Required(path.Child("cidr"));
            return;
        }
        if (CidrRules.Parse(text) is not { } network)
        {
            errors.InvalidIf(path.Child("cidr"), text, CidrRules.Check(text));
            return;
        }
        var at = 0;
        foreach (var except in block.Texts("except"))
        {
            var below = path.Child("except").Item(at++);
            if (CidrRules.Parse(except) is not { } hole) errors.InvalidIf(below, except, CidrRules.Check(except));
            else if (!CidrRules.IsStrictSubset(network, hole)) errors.Invalid(below, except, "must be a strict subset of `cidr`");
        }
    }
}

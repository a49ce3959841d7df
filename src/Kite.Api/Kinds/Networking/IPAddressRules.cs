using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Networking;

/// <summary>IP addresses in use: named by the address, and whose it is never changes.</summary>
internal sealed class IPAddressRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var path = Spec.Child("parentRef");
        if (value.Object("spec").Object("parentRef") is not { } parent)
        {
            errors.Required(path);
            return;
        }
        if (parent.Text("group") is { Length: > 0 } group) errors.InvalidIf(path.Child("group"), group, Formats.Subdomain(group));
        foreach (var field in (ReadOnlySpan<string>)["resource", "name"])
        {
            var text = parent.Text(field);
            if (text.Length == 0) errors.Required(path.Child(field));
            else errors.InvalidIf(path.Child(field), text, NameRules.PathSegment(text, false));
        }
        if (parent.Text("namespace") is { Length: > 0 } @namespace) errors.InvalidIf(path.Child("namespace"), @namespace, NameRules.PathSegment(@namespace, false));
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors) =>
        Immutability.Field(value.Object("spec"), old.Object("spec"), "parentRef", Spec, errors);
}

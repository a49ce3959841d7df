using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Core;

/// <summary>Events of the core group, which may be as loose as those that old clients send.</summary>
internal sealed class EventRules(KindShape shape) : KindRules(shape)
{
    private const string SystemNamespace = "default";

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var path = FieldPath.Root.Child("involvedObject").Child("namespace");
        var @namespace = value.Object("metadata").Text("namespace");
        var about = value.Object("involvedObject").Text("namespace");
        if (about.Length == 0 ? @namespace is not (SystemNamespace or "kube-system") : about != @namespace)
            errors.Invalid(path, about, "does not match event.namespace");
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors) => ValidateObject(value, errors);
}

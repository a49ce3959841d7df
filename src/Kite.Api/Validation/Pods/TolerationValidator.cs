using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks a pod's tolerations.</summary>
internal static class TolerationValidator
{
    private static readonly string[] Operators = ["Equal", "Exists"];
    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    internal static void Validate(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        var at = 0;
        foreach (var toleration in spec.Objects("tolerations")) ValidateToleration(toleration, path.Item(at++), errors);
    }

    /// <summary>Checks that a pod keeps the tolerations it had, apart from how long they hold.</summary>
    internal static void ValidateOnlyAdded(JsonObject? spec, JsonObject? old, FieldPath path, FieldErrors errors)
    {
        var kept = spec.Objects("tolerations").Select(WithoutSeconds).ToArray();
        if (old.Objects("tolerations").Select(WithoutSeconds).Any(before => !kept.Any(now => JsonNode.DeepEquals(now, before))))
            errors.Forbidden(path, "existing toleration can not be modified except its tolerationSeconds");
    }

    private static JsonNode WithoutSeconds(JsonObject toleration)
    {
        var copy = toleration.DeepClone().AsObject();
        copy.Remove("tolerationSeconds");
        return copy;
    }

    private static void ValidateToleration(JsonObject toleration, FieldPath path, FieldErrors errors)
    {
        var key = toleration.Text("key");
        var operation = toleration.Text("operator");
        var value = toleration.Text("value");
        var effect = toleration.Text("effect");
        if (key.Length > 0) errors.InvalidIf(path.Child("key"), key, Formats.QualifiedName(key));
        else if (operation != "Exists") errors.Invalid(path.Child("operator"), operation, "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        if (toleration.ContainsKey("tolerationSeconds") && effect != "NoExecute") errors.Invalid(path.Child("effect"), effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
        if (operation is "Equal" or "") errors.InvalidIf(path.Child("operator"), value, Formats.LabelValue(value));
        else if (operation != "Exists") errors.NotSupported(path.Child("operator"), operation, Operators);
        else if (value.Length > 0) errors.Invalid(path.Child("operator"), value, "value must be empty when `operator` is 'Exists'");
        if (effect.Length > 0 && !Effects.Contains(effect)) errors.NotSupported(path.Child("effect"), effect, Effects);
    }
}

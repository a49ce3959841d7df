using System.Text.Json.Nodes;
using Kite.Api.Validation;
using Kite.Api.Validation.Pods;

namespace Kite.Api.Kinds.Node;

/// <summary>Runtime classes; what they are handled by never changes.</summary>
internal sealed class RuntimeClassRules(KindShape shape) : KindRules(shape)
{
    private static readonly FieldPath Scheduling = FieldPath.Root.Child("scheduling");

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        errors.InvalidIf(FieldPath.Root.Child("handler"), value.Text("handler"), Formats.Label(value.Text("handler")));
        ResourcesValidator.ValidateAmounts(value.Object("overhead").Object("podFixed"), FieldPath.Root.Child("overhead").Child("podFixed"), errors);
        var scheduling = value.Object("scheduling");
        ObjectMetaValidator.ValidateLabels(scheduling, Scheduling, errors, "nodeSelector");
        TolerationValidator.Validate(scheduling, Scheduling.Child("tolerations"), errors);
        var seen = new List<JsonObject>();
        foreach (var toleration in scheduling.Objects("tolerations"))
        {
            if (seen.Any(other => JsonNode.DeepEquals(other, toleration))) errors.Duplicate(Scheduling.Child("tolerations").Item(seen.Count), toleration);
            seen.Add(toleration);
        }
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors) => Immutability.Field(value, old, "handler", FieldPath.Root, errors);
}

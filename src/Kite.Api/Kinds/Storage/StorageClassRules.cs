using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;
using Kite.Api.Validation.Storage;

namespace Kite.Api.Kinds.Storage;

/// <summary>Storage classes: how they provision never changes.</summary>
internal sealed class StorageClassRules(KindShape shape) : KindRules(shape)
{
    private static readonly string[] ReclaimPolicies = ["Delete", "Retain"];
    private static readonly string[] BindingModes = ["Immediate", "WaitForFirstConsumer"];

    /// <inheritdoc/>
    public override void Default(JsonObject value) => StorageDefaults.ApplyClass(value);

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        DriverNameRules.Provisioner(value.Text("provisioner"), FieldPath.Root.Child("provisioner"), errors);
        ParameterRules.Validate(value, errors);
        ChoiceRules.Optional(value, "reclaimPolicy", ReclaimPolicies, FieldPath.Root, errors);
        ChoiceRules.Required(value, "volumeBindingMode", BindingModes, FieldPath.Root, errors);
        var path = FieldPath.Root.Child("allowedTopologies");
        var at = 0;
        var seen = new List<JsonNode>();
        foreach (var term in value.Objects("allowedTopologies"))
        {
            var below = path.Item(at++).Child("matchLabelExpressions");
            ValidateTerm(term, below, errors);
            if (seen.Any(known => JsonNode.DeepEquals(known, term))) errors.Duplicate(below, "");
            seen.Add(term);
        }
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        ValidateObject(value, errors);
        foreach (var field in (ReadOnlySpan<string>)["parameters", "provisioner", "reclaimPolicy"])
        {
            if (!JsonNode.DeepEquals(value[field], old[field])) errors.Forbidden(FieldPath.Root.Child(field), $"updates to {field} are forbidden.");
        }
        Immutability.Field(value, old, "volumeBindingMode", FieldPath.Root, errors);
    }

    private static void ValidateTerm(JsonObject term, FieldPath path, FieldErrors errors)
    {
        if (term.IsEmpty("matchLabelExpressions")) return;
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var requirement in term.Objects("matchLabelExpressions"))
        {
            var below = path.Item(at++);
            var key = requirement.Text("key");
            if (!keys.Add(key)) errors.Duplicate(below.Child("key"), key);
            if (requirement.IsEmpty("values")) errors.Required(below.Child("values"));
            var values = new HashSet<string>(StringComparer.Ordinal);
            foreach (var text in requirement.Texts("values"))
            {
                if (!values.Add(text)) errors.Duplicate(below.Child("values").Item(values.Count), text);
            }
            errors.InvalidIf(below.Child("key"), key, Formats.QualifiedName(key));
        }
    }
}

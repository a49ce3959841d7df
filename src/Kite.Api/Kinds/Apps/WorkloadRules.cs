using System.Text.Json.Nodes;
using Kite.Api.Validation;
using Kite.Api.Validation.Pods;

namespace Kite.Api.Kinds.Apps;

/// <summary>What all kinds that run pods from a template share: the selector must match the template and never changes.</summary>
internal class WorkloadRules(KindShape shape, Action<JsonObject> defaults) : KindRules(shape)
{
    /// <inheritdoc/>
    public sealed override void Default(JsonObject value) => defaults(value);

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var spec = value.Object("spec");
        NumberRules.NotNegative(spec, "replicas", Spec, errors);
        NumberRules.NotNegative(spec, "minReadySeconds", Spec, errors);
        NumberRules.NotNegative(spec, "revisionHistoryLimit", Spec, errors);
        WorkloadValidator.ValidateSelector(spec, errors);
        var template = spec.Object("template");
        PodTemplateValidator.Validate(template, Spec.Child("template"), errors);
        WorkloadValidator.ValidateRestartPolicy(template, errors);
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        ValidateObject(value, errors);
        ValidateImmutable(value.Object("spec")?["selector"], old.Object("spec")?["selector"], Spec.Child("selector"), errors);
    }
}

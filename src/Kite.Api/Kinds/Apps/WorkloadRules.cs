using System.Text.Json.Nodes;
using Kite.Api.Validation;
using Kite.Api.Validation.Pods;
using Kite.Api.Warnings;

namespace Kite.Api.Kinds.Apps;

/// <summary>What all kinds that run pods from a template share: the selector must match the template.</summary>
/// <param name="shape">The kind.</param>
/// <param name="kind">What messages about the template call the kind.</param>
/// <param name="selecting">What messages about the selector call the kind.</param>
/// <param name="defaults">Fills in what is left out.</param>
internal abstract class WorkloadRules(KindShape shape, string kind, string selecting, Action<JsonObject> defaults) : KindRules(shape)
{
    private protected static readonly FieldPath Status = FieldPath.Root.Child("status");

    /// <inheritdoc/>
    public sealed override void Default(JsonObject value) => defaults(value);

    /// <inheritdoc/>
    public override void Warn(JsonObject value, JsonObject? old, Action<string> warn)
    {
        if (old is null) PodWarnings.NameOfPods(value, warn);
        if (old is null || !JsonNode.DeepEquals(value["spec"], old["spec"])) PodWarnings.Of(value.Object("spec").Object("template"), Spec.Child("template"), warn);
    }

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var spec = value.Object("spec");
        NumberRules.NotNegative(spec, "replicas", Spec, errors);
        NumberRules.NotNegative(spec, "minReadySeconds", Spec, errors);
        NumberRules.NotNegative(spec, "revisionHistoryLimit", Spec, errors);
        WorkloadValidator.ValidateSelector(spec, selecting, errors);
        var template = spec.Object("template");
        PodTemplateValidator.Validate(TemplateToValidate(spec), Spec.Child("template"), errors);
        WorkloadValidator.ValidateEndless(template, kind, errors);
    }

    /// <summary>The template as its pods will have it.</summary>
    private protected virtual JsonObject? TemplateToValidate(JsonObject? spec) => spec.Object("template");

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        ValidateObject(value, errors);
        Immutability.Field(value.Object("spec"), old.Object("spec"), "selector", Spec, errors);
    }

    /// <inheritdoc/>
    private protected override void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors)
    {
        if (subresource == "status") ValidateStatus(value.Object("status"), old.Object("status"), errors);
        else ValidateChange(value, old, errors);
    }

    /// <summary>Checks a new status against the one before.</summary>
    private protected abstract void ValidateStatus(JsonObject? status, JsonObject? old, FieldErrors errors);
}

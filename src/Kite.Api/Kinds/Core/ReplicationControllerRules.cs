using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;
using Kite.Api.Validation.Pods;
using Kite.Api.Warnings;

namespace Kite.Api.Kinds.Core;

/// <summary>Replication controllers: a selector of plain labels and a template.</summary>
internal sealed class ReplicationControllerRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    public override void Default(JsonObject value) => WorkloadDefaults.ApplyReplicationController(value);

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
        NumberRules.NotNegative(spec, "minReadySeconds", Spec, errors);
        NumberRules.NotNegative(spec, "replicas", Spec, errors);
        if (spec.IsEmpty("selector")) errors.Required(Spec.Child("selector"));
        if (spec.Object("template") is not { } template)
        {
            errors.Required(Spec.Child("template"));
            return;
        }
        var labels = template.Object("metadata").Object("labels");
        if (spec.TextMap("selector").Any(pair => labels.TextOrNull(pair.Key) != pair.Value))
            errors.Invalid(Spec.Child("template").Child("metadata").Child("labels"), labels ?? [], "`selector` does not match template `labels`");
        PodTemplateValidator.Validate(template, Spec.Child("template"), errors);
        WorkloadValidator.ValidateEndless(template, "ReplicationController", errors);
    }

    /// <inheritdoc/>
    private protected override void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors)
    {
        if (subresource != "status")
        {
            ValidateChange(value, old, errors);
            return;
        }
        var status = value.Object("status");
        CounterRules.NotNegative(status, ["replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "observedGeneration"], errors);
        CounterRules.WithinReplicas(status, ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"], errors);
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;
using Kite.Api.Validation.Batch;
using Kite.Api.Warnings;

namespace Kite.Api.Kinds.Batch;

/// <summary>Jobs: they select their pods by a label of their own unless told otherwise, and little changes once they run.</summary>
internal sealed class JobRules(KindShape shape) : KindRules(shape)
{
    private const int HighCompletions = 100_000;
    private const int HighParallelism = 10_000;
    private static readonly string[] Fixed = ["completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"];

    /// <inheritdoc/>
    public override void Default(JsonObject value) => JobDefaults.ApplyJob(value);

    /// <inheritdoc/>
    public override void PrepareForCreate(JsonObject value)
    {
        base.PrepareForCreate(value);
        JobSelector.Generate(value);
    }

    /// <inheritdoc/>
    public override void Warn(JsonObject value, JsonObject? old, Action<string> warn)
    {
        if (old is null) PodWarnings.NameOfPods(value, warn);
        var spec = value.Object("spec");
        if (old is null || !JsonNode.DeepEquals(spec, old["spec"])) PodWarnings.Of(spec.Object("template"), Spec.Child("template"), warn);
        if (spec.Text("completionMode") == "Indexed" && spec.Integer("completions") > HighCompletions && spec.Integer("parallelism") > HighParallelism)
            warn("In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail");
    }

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        JobSelector.Validate(value, errors);
        ValidateSpec(value.Object("spec"), errors);
        ValidateHostName(value, errors);
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        var spec = value.Object("spec");
        var before = old.Object("spec");
        ValidateSpec(spec, errors);
        ValidateCompletions(spec, before, errors);
        Immutability.Field(spec, before, "selector", Spec, errors);
        if (!JsonNode.DeepEquals(spec.Object("template"), JobTemplateChange.Allowed(value, old)))
            errors.Invalid(Spec.Child("template"), spec.Object("template"), "field is immutable");
        foreach (var field in Fixed) Immutability.Field(spec, before, field, Spec, errors);
    }

    /// <inheritdoc/>
    private protected override void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors) =>
        JobStatusValidator.Validate(value, old, errors);

    private static void ValidateSpec(JsonObject? spec, FieldErrors errors)
    {
        JobSpecValidator.Validate(spec, Spec, errors);
        if (spec.Object("selector") is not { } selector)
        {
            errors.Required(Spec.Child("selector"));
            return;
        }
        LabelSelectorValidator.Validate(selector, Spec.Child("selector"), errors);
        var labels = spec.Object("template").Object("metadata").Object("labels");
        if (!LabelSelectorValidator.Matches(selector, labels))
            errors.Invalid(Spec.Child("template").Child("metadata").Child("labels"), labels ?? [], "`selector` does not match template `labels`");
    }

    /// <summary>Only an indexed job may be resized, together with its parallelism.</summary>
    private static void ValidateCompletions(JsonObject? spec, JsonObject? old, FieldErrors errors)
    {
        if (spec.Text("completionMode") != "Indexed") Immutability.Field(spec, old, "completions", Spec, errors);
        else if (spec.Integer("completions") is { } completions && completions != old.Integer("completions") && completions != spec.Integer("parallelism"))
            errors.Invalid(Spec.Child("completions"), completions, "can only be modified in tandem with spec.parallelism");
    }

    /// <summary>The pods of an indexed job are named after it and their index.</summary>
    private static void ValidateHostName(JsonObject value, FieldErrors errors)
    {
        var spec = value.Object("spec");
        if (spec.Text("completionMode") != "Indexed" || spec.Integer("completions") is not (> 0 and { } completions)) return;
        var name = value.Object("metadata").Text("name");
        var host = $"{name}-{completions - 1}";
        if (Formats.Label(host) is not null)
            errors.Invalid(FieldPath.Root.Child("metadata").Child("name"), name, $"will not able to create pod with invalid DNS label: {host}");
    }
}

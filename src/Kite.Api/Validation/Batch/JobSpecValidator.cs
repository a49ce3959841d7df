using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Validation.Pods;

namespace Kite.Api.Validation.Batch;

/// <summary>Checks the spec of a job, in a job or in a cron job's template; its selector is not its business.</summary>
internal static class JobSpecValidator
{
    private const int MaxManagedBy = 63;
    private const int MaxParallelism = 100_000;
    private const int MaxFailedIndexes = 100_000;
    private const int HighCompletions = 100_000;
    private const int MaxAtHighCompletions = 10_000;

    private static readonly string[] Counts =
        ["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes"];

    internal static void Validate(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        foreach (var field in Counts) NumberRules.NotNegative(spec, field, path, errors);
        if (spec?.ContainsKey("maxFailedIndexes") == true && !spec.ContainsKey("backoffLimitPerIndex"))
            errors.Required(path.Child("backoffLimitPerIndex"), "when maxFailedIndexes is specified");
        ValidateManager(spec, path.Child("managedBy"), errors);
        ChoiceRules.Optional(spec, "completionMode", ["NonIndexed", "Indexed"], path, errors);
        if (spec.Text("completionMode") == "Indexed") ValidateIndexed(spec, path, errors);
        else if (spec.Text("completionMode") is "" or "NonIndexed") ForbidIndexes(spec, path, errors);
        if (spec.Object("podFailurePolicy") is { } failure) PodFailurePolicyValidator.Validate(spec!, failure, path.Child("podFailurePolicy"), errors);
        if (spec.Object("successPolicy") is { } success) SuccessPolicyValidator.Validate(spec!, success, path.Child("successPolicy"), errors);
        string[] replacements = spec.Object("podFailurePolicy") is null ? ["Failed", "TerminatingOrFailed"] : ["Failed"];
        ChoiceRules.Optional(spec, "podReplacementPolicy", replacements, path, errors);
        PodTemplateValidator.Validate(spec.Object("template"), path.Child("template"), errors);
        ValidateRestartPolicy(spec, path.Child("template").Child("spec").Child("restartPolicy"), errors);
    }

    private static void ValidateManager(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        if (spec.TextOrNull("managedBy") is not { } manager) return;
        ReferenceRules.DomainPath(manager, path, errors);
        if (manager.Length > MaxManagedBy) errors.TooLong(path, MaxManagedBy);
    }

    private static void ValidateIndexed(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        var completions = spec.Integer("completions");
        var failed = spec.Integer("maxFailedIndexes");
        var parallelism = spec.Integer("parallelism");
        if (completions is null) errors.Required(path.Child("completions"), "when completion mode is Indexed");
        if (parallelism > MaxParallelism) errors.Invalid(path.Child("parallelism"), parallelism.Value, $"must be less than or equal to {MaxParallelism} when completion mode is Indexed");
        if (failed > completions) errors.Invalid(path.Child("maxFailedIndexes"), failed.Value, "must be less than or equal to completions");
        if (failed > MaxFailedIndexes) errors.Invalid(path.Child("maxFailedIndexes"), failed.Value, $"must be less than or equal to {MaxFailedIndexes}");
        if (!(completions > HighCompletions) || !spec!.ContainsKey("backoffLimitPerIndex")) return;
        var limit = $"must be less than or equal to {MaxAtHighCompletions} when completions are above {HighCompletions} and used with backoff limit per index";
        if (failed is null) errors.Required(path.Child("maxFailedIndexes"), $"must be specified when completions is above {HighCompletions}");
        if (parallelism > MaxAtHighCompletions) errors.Invalid(path.Child("parallelism"), parallelism.Value, limit);
        if (failed > MaxAtHighCompletions) errors.Invalid(path.Child("maxFailedIndexes"), failed.Value, limit);
    }

    private static void ForbidIndexes(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["backoffLimitPerIndex", "maxFailedIndexes"])
        {
            if (spec.Integer(field) is { } number) errors.Invalid(path.Child(field), number, "requires indexed completion mode");
        }
    }

    private static void ValidateRestartPolicy(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        var policy = spec.Object("template").Object("spec").Text("restartPolicy");
        if (policy is "" or "Always") errors.Required(path, "valid values: \"OnFailure\", \"Never\"");
        else if (policy is not ("OnFailure" or "Never")) errors.NotSupported(path, policy, ["OnFailure", "Never"]);
        else if (policy != "Never" && spec.Object("podFailurePolicy") is not null) errors.Invalid(path, policy, "only \"Never\" is supported when podFailurePolicy is specified");
    }
}

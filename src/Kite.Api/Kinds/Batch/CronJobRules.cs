using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;
using Kite.Api.Validation.Batch;
using Kite.Api.Warnings;

namespace Kite.Api.Kinds.Batch;

/// <summary>Cron jobs: a schedule that can be read, and the template of a job.</summary>
internal sealed class CronJobRules(KindShape shape) : KindRules(shape)
{
    // A job is named after its schedule, a hyphen and ten digits.
    private const int MaxName = 52;

    /// <inheritdoc/>
    public override void Default(JsonObject value) => JobDefaults.ApplyCronJob(value);

    /// <inheritdoc/>
    public override void Warn(JsonObject value, JsonObject? old, Action<string> warn)
    {
        if (old is null) PodWarnings.NameOfPods(value, warn);
        var spec = value.Object("spec");
        if (old is null || !JsonNode.DeepEquals(spec, old["spec"])) PodWarnings.Of(spec.Object("jobTemplate").Object("spec").Object("template"), Spec.Child("jobTemplate").Child("spec").Child("template"), warn);
        if (spec.Text("schedule").Contains("TZ", StringComparison.Ordinal))
            warn("spec.schedule: TZ or CRON_TZ used in .spec.schedule is not officially supported, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details");
    }

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        ScheduleValidator.Validate(value.Object("spec"), null, Spec, errors);
        ValidateSpec(value.Object("spec"), errors);
        if (value.Object("metadata").Text("name") is { Length: > MaxName } name)
            errors.Invalid(FieldPath.Root.Child("metadata").Child("name"), name, $"must be no more than {MaxName} characters");
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        ScheduleValidator.Validate(value.Object("spec"), old.Object("spec") ?? [], Spec, errors);
        ValidateSpec(value.Object("spec"), errors);
    }

    private static void ValidateSpec(JsonObject? spec, FieldErrors errors)
    {
        NumberRules.NotNegative(spec, "startingDeadlineSeconds", Spec, errors);
        ChoiceRules.Required(spec, "concurrencyPolicy", ["Allow", "Forbid", "Replace"], Spec, errors);
        NumberRules.NotNegative(spec, "successfulJobsHistoryLimit", Spec, errors);
        NumberRules.NotNegative(spec, "failedJobsHistoryLimit", Spec, errors);
        var job = spec.Object("jobTemplate").Object("spec");
        var path = Spec.Child("jobTemplate").Child("spec");
        JobSpecValidator.Validate(job, path, errors);
        if (job.Object("selector") is { } selector) errors.Invalid(path.Child("selector"), selector, "`selector` will be auto-generated");
        if (job.IsSet("manualSelector")) errors.NotSupported(path.Child("manualSelector"), job!["manualSelector"], ["nil", "false"]);
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.Api.Validation.Batch;

/// <summary>
/// Checks how the status of a job moves. What did not change is not held against a writer: the job's spec may have changed
/// under it.
/// </summary>
internal sealed class JobStatusValidator
{
    private static readonly FieldPath Path = FieldPath.Root.Child("status");
    private static readonly string[] Counters = ["active", "succeeded", "failed", "ready", "terminating"];
    private readonly JsonObject? spec;
    private readonly JsonObject? status;
    private readonly JsonObject? old;
    private readonly FieldErrors errors;

    private JobStatusValidator(JsonObject job, JsonObject old, FieldErrors errors)
    {
        spec = job.Object("spec");
        status = job.Object("status");
        this.old = old.Object("status");
        this.errors = errors;
    }

    private bool IsComplete => Has(status, "Complete");

    private bool IsFailed => Has(status, "Failed");

    private bool IsFinished => IsComplete || IsFailed;

    internal static void Validate(JsonObject job, JsonObject old, FieldErrors errors)
    {
        var validator = new JobStatusValidator(job, old, errors);
        foreach (var field in Counters) NumberRules.NotNegative(validator.status, field, Path, errors);
        validator.ValidateUncounted();
        validator.ValidateConditions();
        validator.ValidateTimes();
        validator.ValidateFinished();
        JobIndexesValidator.Validate(validator.spec, validator.status, validator.old, errors);
        validator.ValidateProgress();
    }

    private static bool Has(JsonObject? status, string type) =>
        status.Objects("conditions").Any(condition => condition.Text("type") == type && condition.Text("status") == "True");

    private bool Changed(string field) => !JsonNode.DeepEquals(status?[field], old?[field]);

    private bool Switched(string condition) => Has(status, condition) != Has(old, condition);

    private void ValidateUncounted()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var list in (ReadOnlySpan<string>)["succeeded", "failed"])
        {
            var at = 0;
            foreach (var uid in status.Object("uncountedTerminatedPods").Texts(list))
            {
                var path = Path.Child("uncountedTerminatedPods").Child(list).Item(at++);
                if (uid.Length == 0) errors.Invalid(path, uid, "must not be empty");
                else if (!seen.Add(uid)) errors.Duplicate(path, uid);
            }
        }
    }

    private void ValidateConditions()
    {
        var path = Path.Child("conditions");
        var met = Has(status, "SuccessCriteriaMet");
        if (IsComplete && IsFailed && (Switched("Complete") || Switched("Failed"))) errors.InvalidUnshown(path, "cannot set Complete=True and Failed=true conditions");
        if (IsComplete && Has(status, "FailureTarget") && (Switched("Complete") || Switched("FailureTarget"))) errors.InvalidUnshown(path, "cannot set Complete=True and FailureTarget=true conditions");
        if (IsFailed && !Has(status, "FailureTarget") && (Switched("Failed") || Switched("FailureTarget"))) errors.InvalidUnshown(path, "cannot set Failed=True condition without the FailureTarget=true condition");
        if (IsComplete && !met && (Switched("Complete") || Switched("SuccessCriteriaMet"))) errors.InvalidUnshown(path, "cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
        if (met && IsFailed) errors.InvalidUnshown(path, "cannot set SuccessCriteriaMet=True and Failed=true conditions");
        if (met && Has(status, "FailureTarget")) errors.InvalidUnshown(path, "cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");
        if (spec.Object("successPolicy") is not null && !met && IsComplete) errors.InvalidUnshown(path, "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True");
    }

    private void ValidateTimes()
    {
        var started = status.TextOrNull("startTime");
        var completed = status.TextOrNull("completionTime");
        var path = Path.Child("completionTime");
        if (Switched("Complete") || Changed("completionTime"))
        {
            if (completed is not null && !IsComplete) errors.Invalid(path, completed, "cannot set completionTime when there is no Complete=True condition");
            if (completed is null && IsComplete) errors.Required(path, "completionTime is required for Complete jobs");
        }
        if ((Changed("startTime") || Changed("completionTime")) && Timestamps.TryParse(started, out var start) && Timestamps.TryParse(completed, out var end) && end < start)
            errors.Invalid(path, completed!, "completionTime cannot be set before startTime");
        if (completed is not null && old.TextOrNull("completionTime") is not null && Changed("completionTime")) errors.Invalid(path, completed, "completionTime cannot be mutated");
        if (old.TextOrNull("startTime") is not null && Changed("startTime") && !spec.IsSet("suspend")) errors.Required(Path.Child("startTime"), "startTime cannot be removed for unsuspended job");
    }

    private void ValidateFinished()
    {
        var active = status.Integer("active") ?? 0;
        var isFinishing = IsFinished != (Has(old, "Complete") || Has(old, "Failed"));
        if (status.Integer("ready") is { } ready && ready > active && (Changed("ready") || Changed("active"))) errors.Invalid(Path.Child("ready"), ready, "cannot set more ready pods than active");
        if (!IsFinished) return;
        var isSuspendedEmpty = spec.IsSet("suspend") && spec.Integer("completions") == 0;
        if (active > 0 && (isFinishing || Changed("active"))) errors.Invalid(Path.Child("active"), active, "active>0 is invalid for finished job");
        if (status?["startTime"] is null && !isSuspendedEmpty && (isFinishing || Changed("startTime"))) errors.Required(Path.Child("startTime"), "startTime is required for finished job");
        var uncounted = status.Object("uncountedTerminatedPods");
        if ((!uncounted.IsEmpty("failed") || !uncounted.IsEmpty("succeeded")) && (isFinishing || Changed("uncountedTerminatedPods")))
            errors.Invalid(Path.Child("uncountedTerminatedPods"), uncounted, "uncountedTerminatedPods needs to be empty for finished job");
        if (status.Integer("terminating") is > 0 and { } terminating && (isFinishing || Changed("terminating")))
            errors.Invalid(Path.Child("terminating"), terminating, "terminating>0 is invalid for finished job");
    }

    private void ValidateProgress()
    {
        var path = Path.Child("conditions");
        foreach (var type in (ReadOnlySpan<string>)["Failed", "Complete", "FailureTarget"])
        {
            if (Has(old, type) && !Has(status, type)) errors.InvalidUnshown(path, $"cannot disable the terminal {type}=True condition");
        }
        if (Has(old, "SuccessCriteriaMet") && !Has(status, "SuccessCriteriaMet")) errors.InvalidUnshown(path, "cannot disable the SuccessCriteriaMet=True condition");
        if (Has(old, "Complete") && !Has(old, "SuccessCriteriaMet") && Has(status, "SuccessCriteriaMet"))
            errors.InvalidUnshown(path, "cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions");
        // A resized indexed job forgets the indexes that it has no more.
        var isElastic = spec.Text("completionMode") == "Indexed" && spec.Integer("completions") == spec.Integer("parallelism");
        NotDecreased("failed");
        if (!isElastic) NotDecreased("succeeded");
    }

    private void NotDecreased(string counter)
    {
        var now = status.Integer(counter) ?? 0;
        if (now < (old.Integer(counter) ?? 0)) errors.Invalid(Path.Child(counter), now, $"cannot decrease the {counter} counter");
    }
}

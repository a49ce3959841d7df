using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Defaulting;

/// <summary>The defaults of jobs and of the schedules that make them.</summary>
internal static class JobDefaults
{
    private const long BackoffLimit = 6;
    private const long Unlimited = int.MaxValue;

    internal static void ApplyJob(JsonObject job) => ApplySpec(job.ObjectOrNew("spec"));

    internal static void ApplyCronJob(JsonObject cronJob)
    {
        var spec = cronJob.ObjectOrNew("spec");
        spec.DefaultTo("concurrencyPolicy", "Allow");
        spec.DefaultTo("suspend", false);
        spec.DefaultTo("successfulJobsHistoryLimit", 3);
        spec.DefaultTo("failedJobsHistoryLimit", 1);
        if (spec.Object("jobTemplate") is not { } template) return;
        template.ObjectOrNew("metadata");
        PodSpecDefaults.ApplyToTemplate(template.ObjectOrNew("spec"));
    }

    private static void ApplySpec(JsonObject spec)
    {
        if (!spec.ContainsKey("completions") && !spec.ContainsKey("parallelism"))
        {
            spec["completions"] = 1L;
            spec["parallelism"] = 1L;
        }
        spec.DefaultTo("parallelism", 1);
        spec.DefaultTo("backoffLimit", spec.ContainsKey("backoffLimitPerIndex") ? Unlimited : BackoffLimit);
        spec.DefaultTo("completionMode", "NonIndexed");
        spec.DefaultTo("suspend", false);
        spec.DefaultTo("podReplacementPolicy", spec.ContainsKey("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
        foreach (var rule in spec.Object("podFailurePolicy").Objects("rules"))
        {
            foreach (var pattern in rule.Objects("onPodConditions")) pattern.DefaultTo("status", "True");
        }
        PodSpecDefaults.ApplyToTemplate(spec);
    }
}

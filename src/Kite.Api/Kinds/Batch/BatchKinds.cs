namespace Kite.Api.Kinds.Batch;

/// <summary>The kinds of the batch group.</summary>
internal static class BatchKinds
{
    internal static IReadOnlyDictionary<string, KindTraits> Entries { get; } = new Dictionary<string, KindTraits>
    {
        ["batch/v1.Job"] = new() { HasGeneration = true, Fields = ["status.successful@status.succeeded=0"], Rules = shape => new JobRules(shape) },
        ["batch/v1.CronJob"] = new() { HasGeneration = true, Rules = shape => new CronJobRules(shape) },
    };
}

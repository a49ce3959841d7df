namespace Kite.ControlPlane.Controllers.Pods;

/// <summary>Calls something many times in batches that double while all goes well, so that what fails for all fails for few.</summary>
internal static class SlowStart
{
    /// <summary>Makes the calls until one fails.</summary>
    /// <returns>How many succeeded, and the failure that ended it, if any.</returns>
    internal static async Task<(int Succeeded, Exception? Failure)> RunAsync(int count, Func<Task> call)
    {
        var succeeded = 0;
        for (var batch = Math.Min(count, 1); batch > 0; batch = Math.Min(2 * batch, count - succeeded))
        {
            var calls = Enumerable.Range(0, batch).Select(_ => call()).ToArray();
            await ((Task)Task.WhenAll(calls)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            succeeded += calls.Count(task => task.IsCompletedSuccessfully);
            var failed = calls.FirstOrDefault(task => !task.IsCompletedSuccessfully);
            if (failed is not null) return (succeeded, failed.Exception?.InnerException ?? new OperationCanceledException());
        }
        return (succeeded, null);
    }
}

using Kite.Agent.Linux;

namespace Kite.IntegrationTests.Agent;

internal sealed class KernelLogTests
{
    [Test]
    public async Task What_is_written_from_now_on_is_told_and_the_wait_can_be_ended()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var mark = $"kite test {Guid.NewGuid()}";
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var following = Task.Factory.StartNew(
            () => KernelLog.Follow(
                record =>
                {
                    if (record.Contains(mark, StringComparison.Ordinal)) seen.TrySetResult();
                },
                stop.Token),
            TaskCreationOptions.LongRunning);
        // What is written before the log is followed isn't told.
        await Eventually.Holds(async () =>
        {
            await File.WriteAllTextAsync("/dev/kmsg", mark, stop.Token);
            return seen.Task.IsCompleted;
        });
        await stop.CancelAsync();
        Assert.That(async () => await following, Throws.Nothing);
    }
}

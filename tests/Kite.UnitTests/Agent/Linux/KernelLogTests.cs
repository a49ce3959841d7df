using Kite.Agent.Linux;

namespace Kite.UnitTests.Agent.Linux;

internal sealed class KernelLogTests
{
    [Test]
    public async Task What_is_written_from_now_on_is_told_and_the_wait_can_be_ended()
    {
        if (!IsThere()) Assert.Ignore("this machine lets nobody write to the kernel's log");
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
        while (!seen.Task.IsCompleted)
        {
            await File.WriteAllTextAsync("/dev/kmsg", mark, stop.Token);
            await Task.WhenAny(seen.Task, Task.Delay(50, stop.Token));
        }
        await stop.CancelAsync();
        Assert.That(async () => await following, Throws.Nothing);
    }

    private static bool IsThere()
    {
        try
        {
            File.WriteAllText("/dev/kmsg", "kite test");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

using Kite.Api.Client;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.Api.Client;

public sealed class WorkQueueTests
{
    private readonly FakeTimeProvider time = new();
    private WorkQueue<string> queue = null!;

    [SetUp]
    public void SetUp() => queue = new WorkQueue<string>(time);

    [TearDown]
    public void TearDown() => queue.Dispose();

    [Test]
    public void A_key_added_twice_waits_once()
    {
        queue.Add("a");
        queue.Add("a");
        Assert.That(queue.Depth, Is.EqualTo(1));
    }

    [Test]
    public async Task It_counts_what_came_what_waits_and_how_long_things_took()
    {
        queue.Add("a");
        queue.Add("b");
        queue.Add("a");
        time.Advance(TimeSpan.FromSeconds(2));
        var key = await queue.TakeAsync(CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(3));
        var counted = queue.Statistics;
        Assert.That((counted.Adds, counted.Depth, counted.Unfinished), Is.EqualTo((2L, 1L, (3.0, 3.0))));
        queue.Done(key);
        queue.Retry(key);
        Assert.That((counted.Retries, counted.QueueDuration.Sum, counted.WorkDuration.Sum, counted.Unfinished.Sum), Is.EqualTo((1L, 2.0, 3.0, 0.0)));
    }

    [Test]
    public async Task A_key_added_while_worked_on_comes_again_when_done()
    {
        queue.Add("a");
        await queue.TakeAsync(CancellationToken.None);
        queue.Add("a");
        Assert.That(queue.Depth, Is.Zero);
        queue.Done("a");
        Assert.That(await queue.TakeAsync(CancellationToken.None), Is.EqualTo("a"));
    }

    [Test]
    public void A_delayed_key_comes_when_its_time_has_come()
    {
        queue.AddAfter("a", TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.That(queue.Depth, Is.Zero);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(queue.Depth, Is.EqualTo(1));
    }

    [Test]
    public void The_earlier_of_two_delays_wins()
    {
        queue.AddAfter("a", TimeSpan.FromSeconds(1));
        queue.AddAfter("a", TimeSpan.FromSeconds(9));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(queue.Depth, Is.EqualTo(1));
    }

    [Test]
    public async Task Retries_back_off_and_forgetting_starts_over()
    {
        queue.Retry("a");
        time.Advance(TimeSpan.FromMilliseconds(5));
        queue.Done(await queue.TakeAsync(CancellationToken.None));
        queue.Retry("a");
        time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.That(queue.Depth, Is.Zero, "the second retry waits twice as long");
        time.Advance(TimeSpan.FromMilliseconds(5));
        queue.Done(await queue.TakeAsync(CancellationToken.None));
        queue.Forget("a");
        queue.Retry("a");
        time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.That(queue.Depth, Is.EqualTo(1));
    }
}

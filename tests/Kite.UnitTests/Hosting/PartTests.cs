using Kite.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kite.UnitTests.Hosting;

[TestFixture]
internal sealed class PartTests
{
    private readonly List<string> record = [];

    [SetUp]
    public void SetUp() => record.Clear();

    [Test]
    public async Task Services_start_in_order_and_stop_in_reverse()
    {
        await using (var part = Of("p", new RecordingService("a", record), new RecordingService("b", record))) await part.StartAsync(CancellationToken.None);
        Assert.That(record, Is.EqualTo(new[] { "start a", "start b", "stop b", "stop a" }));
    }

    [Test]
    public async Task A_service_that_does_not_start_leaves_those_before_it_to_be_stopped()
    {
        await using (var part = Of("p", new RecordingService("a", record), new RecordingService("b", record) { StartFailure = new IOException("no") }, new RecordingService("c", record)))
        {
            Assert.That(async () => await part.StartAsync(CancellationToken.None), Throws.TypeOf<IOException>());
        }
        Assert.That(record, Is.EqualTo(new[] { "start a", "start b", "stop a" }));
    }

    [Test]
    public async Task A_service_that_fails_to_stop_keeps_no_other_from_stopping()
    {
        await using (var part = Of("p", new RecordingService("a", record), new RecordingService("b", record) { StopFailure = new IOException("no") })) await part.StartAsync(CancellationToken.None);
        Assert.That(record, Is.EqualTo(new[] { "start a", "start b", "stop b", "stop a" }));
    }

    [Test]
    public async Task A_background_service_that_fails_is_the_failure_of_the_part()
    {
        await using var part = Of("p", new ScriptedBackgroundService(_ => throw new IOException("disk")));
        await part.StartAsync(CancellationToken.None);
        Assert.That((await part.Failure.WaitAsync(TimeSpan.FromSeconds(10))).Message, Is.EqualTo("disk"));
    }

    [Test]
    public async Task A_background_service_that_was_stopped_has_not_failed()
    {
        var part = Of("p", new ScriptedBackgroundService(stopping => Task.Delay(Timeout.Infinite, stopping)));
        await part.StartAsync(CancellationToken.None);
        await part.DisposeAsync();
        Assert.That(part.Failure.IsCompleted, Is.False);
    }

    [Test]
    public async Task A_group_starts_its_parts_in_order_and_stops_them_in_reverse()
    {
        await using (var group = new PartGroup([Of("1", new RecordingService("a", record))]))
        {
            group.Add(Of("2", new RecordingService("b", record)));
            await group.StartAsync(CancellationToken.None);
        }
        Assert.That(record, Is.EqualTo(new[] { "start a", "start b", "stop b", "stop a" }));
    }

    [Test]
    public async Task A_group_ends_with_the_failure_of_any_part_even_one_it_does_not_own()
    {
        await using var other = Of("other", new ScriptedBackgroundService(_ => throw new IOException("disk")));
        await using var group = new PartGroup([Of("1", new RecordingService("a", record))]);
        await group.StartAsync(CancellationToken.None);
        await other.StartAsync(CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        Assert.That(await group.WaitAsync([other], patience.Token), Is.TypeOf<IOException>());
    }

    [Test]
    public async Task A_group_that_is_asked_to_stop_has_not_failed()
    {
        await using var group = new PartGroup([Of("1", new RecordingService("a", record))]);
        await group.StartAsync(CancellationToken.None);
        Assert.That(await group.WaitAsync([], new CancellationToken(canceled: true)), Is.Null);
    }

    private static Part Of(string name, params IHostedService[] hosted) => Part.Build(name, NullLoggerFactory.Instance, services =>
    {
        foreach (var service in hosted) services.AddSingleton(service);
    });
}

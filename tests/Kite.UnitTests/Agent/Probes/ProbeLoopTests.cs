using System.Net;
using Kite.Agent.Kubelet;
using Kite.Agent.Probes;
using Kite.Agent.Runtime;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.Agent.Probes;

[TestFixture]
internal sealed class ProbeLoopTests
{
    private static readonly Probe Command = new() { Exec = new ExecAction { Command = ["check"] }, PeriodSeconds = 1, FailureThreshold = 1 };

    [Test]
    public async Task A_probe_that_can_not_be_carried_out_says_nothing_of_the_container()
    {
        var runtime = new PlayedStreams(_ => throw new RuntimeUnavailableException("it doesn't answer"), _ => throw new RuntimeUnavailableException("it doesn't answer"), _ => throw new RuntimeUnavailableException("it doesn't answer"), _ => new ExecResult(1, "ill"));
        var events = new PlayedRecorder();
        Assert.That(await FirstVerdictAsync(runtime, events), Is.False);
        Assert.That(events.Messages, Is.EqualTo(new[] { "Liveness probe errored and resulted in unknown state: it doesn't answer", "Liveness probe failed: ill" }));
    }

    [Test]
    public async Task A_command_that_takes_too_long_is_a_failure()
    {
        var events = new PlayedRecorder();
        Assert.That(await FirstVerdictAsync(new PlayedStreams(_ => throw new TimeoutException("timed out after 1s")), events), Is.False);
        Assert.That(events.Messages, Is.EqualTo(new[] { "Liveness probe failed: command timed out: \"check\" timed out after 1s" }));
    }

    private static async Task<bool> FirstVerdictAsync(PlayedStreams runtime, PlayedRecorder events)
    {
        var clock = new FakeTimeProvider();
        using var http = new HttpProber(new KubeletOptions { NodeName = "n", DataDirectory = "/", Version = "v1.37.0" });
        using var grpc = new GrpcProber();
        var target = new ProbeTarget("c1", IPAddress.Loopback, new Container { Name = "main" });
        var loop = new ProbeLoop(new Prober(runtime, http, grpc, new ProbeCounts()), clock, events, new ObjectReference { Name = "web" }, clock.GetUtcNow(), target);
        await using var verdicts = loop.RunAsync("Liveness", Command, true, CancellationToken.None).GetAsyncEnumerator();
        var next = verdicts.MoveNextAsync();
        while (!next.IsCompleted) clock.Advance(TimeSpan.FromSeconds(1));
        await next;
        return verdicts.Current;
    }

    /// <summary>An engine whose commands end as they are told to, the last one again and again.</summary>
    private sealed class PlayedStreams(params Func<string, ExecResult>[] ends) : IRuntimeStreams
    {
        private int calls;

        public Task<ExecResult> ExecSyncAsync(string containerId, IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellationToken) =>
            Task.FromResult(ends[Math.Min(calls++, ends.Length - 1)](containerId));

        public Task<IContainerSession> ExecAsync(ExecRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IContainerSession> AttachAsync(AttachRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task ReadLogsAsync(string containerId, LogQuery query, Stream output, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Stream> PortForwardAsync(string sandboxId, int port, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class PlayedRecorder : IEventRecorder
    {
        public List<string> Messages { get; } = [];

        public void Record(ObjectReference about, string type, string reason, string message) => Messages.Add(message);
    }
}

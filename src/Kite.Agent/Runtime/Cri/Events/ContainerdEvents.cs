using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Kite.Agent.Runtime.Cri.Containerd;

namespace Kite.Agent.Runtime.Cri.Events;

/// <summary>containerd's events of tasks, containers and images: all of CRI's that matter here, in versions that have no CRI events, too.</summary>
internal sealed class ContainerdEvents(CriConnection connection, Func<string, CancellationToken, Task<RuntimeContainer?>> find, TimeProvider clock) : IEventSource
{
    private const string Namespace = "k8s.io";
    private const string Hello = "/kite/subscribed";

    private static readonly TimeSpan HelloPeriod = TimeSpan.FromMilliseconds(50);
    private static readonly string[] Topics = ["topic==\"/tasks/exit\"", "topic==\"/tasks/oom\"", "topic==\"/containers/delete\"", "topic~=\"^/images/\"", $"topic==\"{Hello}\""];

    private readonly Containerd.Events.EventsClient client = new(connection.Channel);
    private readonly HashSet<string> killedForMemory = new(StringComparer.Ordinal);

    public async IAsyncEnumerable<RuntimeEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var events = Channel.CreateBounded<RuntimeEvent>(256);
        var receiving = ReceiveAsync(events.Writer, stop.Token);
        try
        {
            await foreach (var happened in events.Reader.ReadAllAsync(cancellationToken)) yield return happened;
        }
        finally
        {
            await stop.CancelAsync();
            await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReceiveAsync(ChannelWriter<RuntimeEvent> events, CancellationToken cancellationToken)
    {
        var settling = new List<Task>();
        var isHeard = false;
        try
        {
            var request = new SubscribeRequest();
            request.Filters.Add(Topics.Select(topic => $"namespace=={Namespace},{topic}"));
            using var call = client.Subscribe(request, cancellationToken: cancellationToken);
            var next = call.ResponseStream.MoveNext(cancellationToken);
            while (await NextAsync(next, isHeard, cancellationToken))
            {
                var envelope = call.ResponseStream.Current;
                if (envelope.Topic == Hello && !isHeard)
                {
                    isHeard = true;
                    await events.WriteAsync(new RuntimeEvent(RuntimeEventType.Subscribed, ""), cancellationToken);
                }
                settling.RemoveAll(task => task.IsCompleted);
                if (HandleAsync(envelope, events, cancellationToken) is { IsCompleted: false } handling) settling.Add(handling);
                next = call.ResponseStream.MoveNext(cancellationToken);
            }
            events.TryComplete();
        }
        catch (Exception e)
        {
            events.TryComplete(e);
        }
        await Task.WhenAll(settling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The stream doesn't say when it has begun: an event of our own is sent until it comes back.</summary>
    private async Task<bool> NextAsync(Task<bool> next, bool isHeard, CancellationToken cancellationToken)
    {
        while (!isHeard && !next.IsCompleted)
        {
            var hello = new PublishRequest { Topic = Hello, Event = new Any { TypeUrl = "io.kite.subscribed" } };
            await client.PublishAsync(hello, new Metadata { { "containerd-namespace", Namespace } }, cancellationToken: cancellationToken);
            await Task.WhenAny(next, Task.Delay(HelloPeriod, clock, cancellationToken));
        }
        return await next;
    }

    private async Task HandleAsync(Envelope envelope, ChannelWriter<RuntimeEvent> events, CancellationToken cancellationToken)
    {
        if (envelope.Topic.StartsWith("/images/", StringComparison.Ordinal))
        {
            await events.WriteAsync(new RuntimeEvent(RuntimeEventType.ImagesChanged, ""), cancellationToken);
            return;
        }
        if (envelope.Topic == Hello) return;
        var about = TaskEvent.Parser.ParseFrom(envelope.Event.Value);
        switch (envelope.Topic)
        {
            case "/containers/delete":
                await events.WriteAsync(new RuntimeEvent(RuntimeEventType.ContainerRemoved, about.ContainerId), cancellationToken);
                break;
            case "/tasks/oom":
                killedForMemory.Add(about.ContainerId);
                break;
            // A command in the container has ended where the ids differ.
            case "/tasks/exit" when about.Id.Length == 0 || about.Id == about.ContainerId:
                await SettleAsync(about.ContainerId, killedForMemory.Remove(about.ContainerId), cancellationToken);
                await events.WriteAsync(new RuntimeEvent(RuntimeEventType.ContainerEnded, about.ContainerId), cancellationToken);
                break;
        }
    }

    /// <summary>containerd's CRI learns of it from the same events: whoever asks at once may still be told that the container runs.</summary>
    private async Task SettleAsync(string id, bool isKilledForMemory, CancellationToken cancellationToken)
    {
        const int MostLooks = 12;
        var pause = TimeSpan.FromMilliseconds(2);
        for (var look = 0; look < MostLooks; look++, pause *= 2)
        {
            if (await find(id, cancellationToken) is not { } container) return;
            if (container.State is ContainerRunState.Exited && (container.OutOfMemory || !isKilledForMemory)) return;
            await Task.Delay(pause, clock, cancellationToken);
        }
    }
}

using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Docker.DotNet.Models;

namespace Kite.Agent.Runtime.Docker;

/// <summary>The engine's event stream.</summary>
internal sealed class DockerEvents(DockerConnection connection, TimeProvider clock)
{
    private static readonly string[] Actions = ["start", "die", "destroy", "pull", "import", "load", "tag", "untag", "delete"];

    /// <summary>Follows the stream until it breaks.</summary>
    public async IAsyncEnumerable<RuntimeEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<RuntimeEvent>(new UnboundedChannelOptions { SingleReader = true });
        // The engine doesn't say when it has begun to listen, but it repeats what happened since a time: from then on nothing is missed.
        channel.Writer.TryWrite(new RuntimeEvent(RuntimeEventType.Subscribed, ""));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var monitor = MonitorAsync(channel.Writer, clock.GetUtcNow(), stop.Token);
        try
        {
            await foreach (var runtimeEvent in channel.Reader.ReadAllAsync(cancellationToken)) yield return runtimeEvent;
        }
        finally
        {
            await stop.CancelAsync();
            await monitor;
        }
    }

    private async Task MonitorAsync(ChannelWriter<RuntimeEvent> events, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var parameters = new ContainerEventsParameters
        {
            Since = since.ToUnixTimeSeconds().ToString(),
            Filters = new Dictionary<string, IDictionary<string, bool>>
            {
                ["type"] = new Dictionary<string, bool> { ["container"] = true, ["image"] = true },
                ["event"] = Actions.ToDictionary(action => action, _ => true),
            },
        };
        try
        {
            await connection.CallAsync(docker => docker.System.MonitorEventsAsync(parameters, new Translator(events, connection.NodeName), cancellationToken), cancellationToken);
            events.Complete(new RuntimeUnavailableException("the event stream ended"));
        }
        catch (Exception e)
        {
            events.Complete(e);
        }
    }

    private static RuntimeEventType TypeOf(string action) => action switch
    {
        "start" => RuntimeEventType.ContainerStarted,
        "die" => RuntimeEventType.ContainerEnded,
        _ => RuntimeEventType.ContainerRemoved,
    };

    private sealed class Translator(ChannelWriter<RuntimeEvent> events, string nodeName) : IProgress<Message>
    {
        public void Report(Message value)
        {
            if (value.Type == "image") events.TryWrite(new RuntimeEvent(RuntimeEventType.ImagesChanged, ""));
            else if (value.Actor?.Attributes is { } attributes && attributes.TryGetValue(RuntimeLabels.Node, out var node) && node == nodeName)
                events.TryWrite(new RuntimeEvent(TypeOf(value.Action), value.Actor.ID));
        }
    }
}

using System.Runtime.CompilerServices;

namespace Kite.Agent.Runtime.Cri.Events;

/// <summary>CRI's own events of containers. There are none of images: those are announced as changed now and then.</summary>
internal sealed class CriEvents(CriConnection connection, TimeProvider clock) : IEventSource
{
    private static readonly TimeSpan ImagePeriod = TimeSpan.FromMinutes(1);

    /// <summary>How long a runtime without events may take to say so.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    public async IAsyncEnumerable<RuntimeEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var call = connection.Runtime.GetContainerEvents(new V1.GetEventsRequest(), cancellationToken: cancellationToken);
        var next = call.ResponseStream.MoveNext(cancellationToken);
        if (await IsDoneAsync(next, Patience, cancellationToken)) await next;
        yield return new RuntimeEvent(RuntimeEventType.Subscribed, "");
        while (true)
        {
            if (!await IsDoneAsync(next, ImagePeriod, cancellationToken))
            {
                yield return new RuntimeEvent(RuntimeEventType.ImagesChanged, "");
                continue;
            }
            if (!await next) yield break;
            var happened = call.ResponseStream.Current;
            if (TypeOf(happened.ContainerEventType) is { } type) yield return new RuntimeEvent(type, happened.ContainerId);
            next = call.ResponseStream.MoveNext(cancellationToken);
        }
    }

    private static RuntimeEventType? TypeOf(V1.ContainerEventType type) => type switch
    {
        V1.ContainerEventType.ContainerStartedEvent => RuntimeEventType.ContainerStarted,
        V1.ContainerEventType.ContainerStoppedEvent => RuntimeEventType.ContainerEnded,
        V1.ContainerEventType.ContainerDeletedEvent => RuntimeEventType.ContainerRemoved,
        _ => null,
    };

    private async Task<bool> IsDoneAsync(Task task, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var isDone = await Task.WhenAny(task, Task.Delay(patience, clock, timer.Token)) == task;
        await timer.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return isDone;
    }
}

using System.Runtime.CompilerServices;
using Grpc.Core;

namespace Kite.Agent.Runtime.Cri.Events;

/// <summary>Follows what happens in the runtime by the best way that it has: containerd's own events, CRI's, or else by looking every second.</summary>
internal sealed class RuntimeEvents(
    CriConnection connection, Func<string, CancellationToken, Task<RuntimeContainer?>> find, Func<CancellationToken, Task<IReadOnlyList<RuntimeContainerSummary>>> list, TimeProvider clock)
{
    /// <summary>The events, the first of which is <see cref="RuntimeEventType.Subscribed"/>.</summary>
    /// <exception cref="RuntimeUnavailableException">The runtime went away.</exception>
    public async IAsyncEnumerable<RuntimeEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IEventSource[] sources = [new ContainerdEvents(connection, find, clock), new CriEvents(connection, clock), new Relist(list, clock)];
        foreach (var source in sources)
        {
            await using var events = source.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await MoveAsync(events, cancellationToken)) yield return events.Current;
        }
    }

    /// <summary>True for an event; false where the runtime doesn't have this kind of events.</summary>
    private static async Task<bool> MoveAsync(IAsyncEnumerator<RuntimeEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync() ? true : throw new RuntimeUnavailableException("the runtime has ended the stream of events");
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unimplemented)
        {
            return false;
        }
        catch (RpcException e)
        {
            throw CriConnection.Translate(e, cancellationToken);
        }
    }
}

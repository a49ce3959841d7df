namespace Kite.Agent.Runtime.Cri.Events;

/// <summary>A way to follow what happens in the runtime.</summary>
internal interface IEventSource
{
    /// <summary>The events, the first of which is <see cref="RuntimeEventType.Subscribed"/>.</summary>
    /// <exception cref="global::Grpc.Core.RpcException">The runtime went away, or doesn't have events of this kind (<c>Unimplemented</c>).</exception>
    IAsyncEnumerable<RuntimeEvent> ReadAsync(CancellationToken cancellationToken);
}

using System.Runtime.InteropServices;
using Docker.DotNet;

namespace Kite.Agent.Runtime.Docker;

/// <summary>The streams of a process in a container, over the engine's hijacked connection.</summary>
internal abstract class DockerSession(DockerConnection connection, MultiplexedStream stream) : IContainerSession
{
    protected DockerConnection Connection => connection;

    public async ValueTask<SessionOutput> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!MemoryMarshal.TryGetArray<byte>(buffer, out var array)) throw new ArgumentException("the buffer must lie in an array", nameof(buffer));
        var read = await connection.CallAsync(_ => stream.ReadOutputAsync(array.Array!, array.Offset, array.Count, cancellationToken), cancellationToken);
        return read.EOF ? default : new SessionOutput(read.Count, read.Target is MultiplexedStream.TargetStream.StandardError);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        var bytes = MemoryMarshal.TryGetArray(input, out var array) ? array : input.ToArray();
        await connection.CallAsync(_ => stream.WriteAsync(bytes.Array!, bytes.Offset, bytes.Count, cancellationToken), cancellationToken);
    }

    public void CloseInput() => stream.CloseWrite();

    public abstract Task ResizeAsync(int columns, int rows, CancellationToken cancellationToken);

    public abstract Task<int> ExitCodeAsync(CancellationToken cancellationToken);

    public ValueTask DisposeAsync()
    {
        stream.Dispose();
        return ValueTask.CompletedTask;
    }
}

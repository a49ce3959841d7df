namespace Kite.Agent.Runtime;

/// <summary>The streams of a command or of a container's main process.</summary>
internal interface IContainerSession : IAsyncDisposable
{
    /// <summary>Reads the next output; a count of 0 is the end.</summary>
    ValueTask<SessionOutput> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes to standard input.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken);

    /// <summary>Ends standard input; output goes on.</summary>
    void CloseInput();

    /// <summary>Tells the terminal its size.</summary>
    Task ResizeAsync(int columns, int rows, CancellationToken cancellationToken);

    /// <summary>The exit code; call it after the end of the output.</summary>
    Task<int> ExitCodeAsync(CancellationToken cancellationToken);
}

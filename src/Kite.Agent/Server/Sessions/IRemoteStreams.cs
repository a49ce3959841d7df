using System.IO.Pipelines;

namespace Kite.Agent.Server.Sessions;

/// <summary>What a client that executes or attaches has at its end, whichever protocol carries it.</summary>
internal interface IRemoteStreams : IAsyncDisposable
{
    /// <summary>What goes to standard input, up to its end; null where the client didn't ask for any.</summary>
    PipeReader? Input { get; }

    /// <summary>The sizes of the client's terminal, a JSON object each; null where it has none.</summary>
    PipeReader? Sizes { get; }

    /// <summary>Ends when the client is gone.</summary>
    CancellationToken Closed { get; }

    /// <summary>Sends output; waits while the client is slow.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> output, bool isError, CancellationToken cancellationToken);

    /// <summary>Sends the outcome and ends the connection in an orderly way.</summary>
    Task FinishAsync(ExitStatus status, CancellationToken cancellationToken);
}

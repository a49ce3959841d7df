using System.IO.Pipelines;

namespace Kite.Agent.Server.Forwarding;

/// <summary>A client's end of one connection into a pod, whichever protocol carries it.</summary>
internal interface IForwardedStream
{
    /// <summary>The pod's port; null where the client named none.</summary>
    ushort? Port { get; }

    /// <summary>What the client sends, up to its end; complete it to throw away what still comes.</summary>
    PipeReader Input { get; }

    /// <summary>Ends when the client gives the connection up.</summary>
    CancellationToken Aborted { get; }

    /// <summary>Sends what the pod sent; waits while the client is slow.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Ends the connection.</summary>
    /// <param name="failure">What went wrong; empty where nothing did.</param>
    /// <param name="cancellationToken">Ends it without a word.</param>
    Task EndAsync(string failure, CancellationToken cancellationToken);
}

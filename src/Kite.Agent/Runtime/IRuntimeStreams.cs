namespace Kite.Agent.Runtime;

/// <summary>Streams into and out of containers: what the kubelet's API and the probes use.</summary>
internal interface IRuntimeStreams
{
    /// <summary>Runs a command in a running container and gives its streams. Disposing the session leaves the command alone.</summary>
    Task<IContainerSession> ExecAsync(ExecRequest request, CancellationToken cancellationToken);

    /// <summary>Runs a command to its end and gives its exit code and output (the first 16 KiB of it).</summary>
    /// <param name="containerId">Where.</param>
    /// <param name="command">What.</param>
    /// <param name="timeout">After how long it is killed, in whole seconds; zero for never.</param>
    /// <param name="cancellationToken">Gives up on it; whether it is killed then is the engine's business.</param>
    /// <exception cref="TimeoutException">It was killed.</exception>
    Task<ExecResult> ExecSyncAsync(string containerId, IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Attaches to the main process of a running container.</summary>
    Task<IContainerSession> AttachAsync(AttachRequest request, CancellationToken cancellationToken);

    /// <summary>Writes a container's log, stdout and stderr in the order written, to a stream; with <see cref="LogQuery.Follow"/> until the container ends.</summary>
    Task ReadLogsAsync(string containerId, LogQuery query, Stream output, CancellationToken cancellationToken);

    /// <summary>Connects to a TCP port on the loopback device of a sandbox's network.</summary>
    Task<Stream> PortForwardAsync(string sandboxId, int port, CancellationToken cancellationToken);
}

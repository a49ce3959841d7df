using System.Buffers;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;
using Kite.Agent.Linux;

namespace Kite.Agent.Runtime.Docker;

/// <summary>Streams into and out of the engine's containers.</summary>
internal sealed class DockerStreams(DockerConnection connection, DockerContainers containers, TimeProvider clock)
{
    private const int OutputLimit = 16 * 1024;
    private const string Silence = "it doesn't answer";

    /// <summary>How long the engine has to start a command, and to say how it is, before it counts as away.</summary>
    private static readonly TimeSpan EnginePatience = TimeSpan.FromSeconds(30);

    /// <summary>Runs a command.</summary>
    public async Task<IContainerSession> ExecAsync(ExecRequest request, CancellationToken cancellationToken)
    {
        var parameters = new ContainerExecCreateParameters
        {
            Cmd = request.Command.ToArray(),
            AttachStdin = request.Stdin,
            AttachStdout = request.Stdout,
            AttachStderr = request.Stderr,
            TTY = request.Tty,
        };
        var exec = await connection.CallAsync(docker => docker.Exec.CreateContainerExecAsync(request.ContainerId, parameters, cancellationToken), cancellationToken);
        var stream = await connection.CallAsync(
            docker => docker.Exec.StartContainerExecAsync(exec.ID, new ContainerExecStartParameters { TTY = request.Tty }, cancellationToken), cancellationToken);
        return new DockerExecSession(connection, exec.ID, stream);
    }

    /// <summary>Runs a command to its end; one that takes too long, or is given up, is killed. Its time counts from its start: that of an engine that hangs is not its own.</summary>
    public async Task<ExecResult> ExecSyncAsync(string containerId, IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await using var session = await StartAsync(containerId, command, cancellationToken);
        using var timer = new CancellationTokenSource(timeout > TimeSpan.Zero ? timeout : Timeout.InfiniteTimeSpan, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return await ReadAsync(session, both.Token);
        }
        catch (Exception e) when (both.IsCancellationRequested && e is OperationCanceledException or RuntimeUnavailableException)
        {
            await AnsweredAsync(session.KillAsync());
            if (cancellationToken.IsCancellationRequested) throw;
            throw new TimeoutException($"timed out after {timeout.TotalSeconds}s", e);
        }
    }

    private static async Task<ExecResult> ReadAsync(DockerExecSession session, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        var output = new MemoryStream();
        try
        {
            while (await session.ReadAsync(buffer, cancellationToken) is { Count: > 0 } read)
                output.Write(buffer, 0, (int)Math.Min(read.Count, OutputLimit - output.Length));
            return new ExecResult(await session.ExitCodeAsync(cancellationToken), Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<DockerExecSession> StartAsync(string containerId, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(EnginePatience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return (DockerExecSession)await ExecAsync(new ExecRequest(containerId, command), both.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RuntimeUnavailableException(Silence, e);
        }
    }

    private async Task AnsweredAsync(Task call)
    {
        try
        {
            await call.WaitAsync(EnginePatience, clock);
        }
        catch (TimeoutException e)
        {
            throw new RuntimeUnavailableException(Silence, e);
        }
    }

    /// <summary>Attaches to a container's main process.</summary>
    public async Task<IContainerSession> AttachAsync(AttachRequest request, CancellationToken cancellationToken)
    {
        var parameters = new ContainerAttachParameters { Stream = true, Stdin = request.Stdin, Stdout = request.Stdout, Stderr = request.Stderr };
        var stream = await connection.CallAsync(docker => docker.Containers.AttachContainerAsync(request.ContainerId, parameters, cancellationToken), cancellationToken);
        return new DockerAttachSession(connection, request.ContainerId, stream);
    }

    /// <summary>Copies a container's log.</summary>
    public async Task ReadLogsAsync(string containerId, LogQuery query, Stream output, CancellationToken cancellationToken)
    {
        var parameters = new ContainerLogsParameters
        {
            ShowStdout = query.Stdout,
            ShowStderr = query.Stderr,
            Follow = query.Follow,
            Timestamps = query.Timestamps,
            Tail = query.TailLines?.ToString() ?? "all",
            Since = query.Since is { } since ? $"{since.ToUnixTimeSeconds()}.{since.Ticks % TimeSpan.TicksPerSecond:D7}00" : null,
        };
        using var logs = await connection.CallAsync(docker => docker.Containers.GetContainerLogsAsync(containerId, parameters, cancellationToken), cancellationToken);
        var left = query.LimitBytes ?? long.MaxValue;
        var buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
        try
        {
            while (left > 0)
            {
                var read = await ReadAsync(logs, buffer, cancellationToken);
                if (read.EOF || read.Count == 0) break;
                var count = (int)Math.Min(left, read.Count);
                await output.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                if (query.Follow) await output.FlushAsync(cancellationToken);
                left -= count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Connects to a port inside a sandbox's network.</summary>
    public async Task<Stream> PortForwardAsync(string sandboxId, int port, CancellationToken cancellationToken)
    {
        var sandbox = await containers.FindAsync(sandboxId, cancellationToken) ?? throw new RuntimeNotFoundException($"No such container: {sandboxId}");
        if (sandbox.State is not ContainerRunState.Running) throw new RuntimeException("the pod's sandbox is not running");
        return await SandboxDialer.ConnectAsync(sandbox.ProcessId, port, cancellationToken);
    }

    private Task<MultiplexedStream.ReadResult> ReadAsync(MultiplexedStream logs, byte[] buffer, CancellationToken cancellationToken) =>
        connection.CallAsync(_ => logs.ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken), cancellationToken);
}

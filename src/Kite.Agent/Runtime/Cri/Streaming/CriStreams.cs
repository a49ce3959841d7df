using System.Text;
using Grpc.Core;
using Kite.Agent.Linux;

namespace Kite.Agent.Runtime.Cri.Streaming;

/// <summary>Streams into and out of the runtime's containers.</summary>
internal sealed class CriStreams(CriConnection connection, CriSandboxes sandboxes, TimeProvider clock) : IDisposable
{
    private const int OutputLimit = 16 * 1024;

    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(5);

    private readonly SpdyDialer dialer = new();

    /// <summary>Runs a command.</summary>
    public async Task<IContainerSession> ExecAsync(ExecRequest request, CancellationToken cancellationToken)
    {
        var exec = new V1.ExecRequest { ContainerId = request.ContainerId, Stdin = request.Stdin, Stdout = request.Stdout, Stderr = request.Stderr && !request.Tty, Tty = request.Tty };
        exec.Cmd.Add(request.Command);
        var answer = await CriConnection.CallAsync(connection.Runtime.ExecAsync(exec, cancellationToken: cancellationToken), cancellationToken);
        return await OpenAsync(answer.Url, exec.Stdin, exec.Stdout, exec.Stderr, exec.Tty, cancellationToken);
    }

    /// <summary>Runs a command to its end; the runtime kills one that takes too long.</summary>
    public async Task<ExecResult> ExecSyncAsync(string containerId, IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var answer = await ExecSyncAsync(new V1.ExecSyncRequest { ContainerId = containerId, Timeout = (long)Math.Ceiling(timeout.TotalSeconds), Cmd = { command } }, cancellationToken);
        var output = new byte[Math.Min(OutputLimit, answer.Stdout.Length + answer.Stderr.Length)];
        var first = Math.Min(output.Length, answer.Stdout.Length);
        answer.Stdout.Span[..first].CopyTo(output);
        answer.Stderr.Span[..(output.Length - first)].CopyTo(output.AsSpan(first));
        return new ExecResult(answer.ExitCode, Encoding.UTF8.GetString(output));
    }

    /// <summary>Whoever gives up while the runtime kills the command keeps it from doing so: it gets some time more.</summary>
    private async Task<V1.ExecSyncResponse> ExecSyncAsync(V1.ExecSyncRequest request, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(request.Timeout > 0 ? TimeSpan.FromSeconds(request.Timeout) + KillTime : Timeout.InfiniteTimeSpan, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return await connection.Runtime.ExecSyncAsync(request, cancellationToken: both.Token);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.DeadlineExceeded || (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested))
        {
            throw new TimeoutException($"timed out after {request.Timeout}s", e);
        }
        catch (RpcException e)
        {
            throw CriConnection.Translate(e, cancellationToken);
        }
    }

    /// <summary>Attaches to a container's main process.</summary>
    public async Task<IContainerSession> AttachAsync(AttachRequest request, CancellationToken cancellationToken)
    {
        var attach = new V1.AttachRequest { ContainerId = request.ContainerId, Stdin = request.Stdin, Stdout = request.Stdout, Stderr = request.Stderr && !request.Tty, Tty = request.Tty };
        var answer = await CriConnection.CallAsync(connection.Runtime.AttachAsync(attach, cancellationToken: cancellationToken), cancellationToken);
        return await OpenAsync(answer.Url, attach.Stdin, attach.Stdout, attach.Stderr, attach.Tty, cancellationToken);
    }

    /// <summary>Connects to a port inside a sandbox's network.</summary>
    public async Task<Stream> PortForwardAsync(string sandboxId, int port, CancellationToken cancellationToken)
    {
        var sandbox = await sandboxes.FindAsync(sandboxId, cancellationToken) ?? throw new RuntimeNotFoundException($"No such sandbox: {sandboxId}");
        if (sandbox.State is not ContainerRunState.Running) throw new RuntimeException("the pod's sandbox is not running");
        if (sandbox.ProcessId == 0) throw new RuntimeException("the runtime doesn't tell the sandbox's process");
        return await SandboxDialer.ConnectAsync(sandbox.ProcessId, port, cancellationToken);
    }

    public void Dispose() => dialer.Dispose();

    private async Task<IContainerSession> OpenAsync(string url, bool stdin, bool stdout, bool stderr, bool tty, CancellationToken cancellationToken)
    {
        var types = new List<string>(4);
        if (stdin) types.Add("stdin");
        if (stdout) types.Add("stdout");
        if (stderr) types.Add("stderr");
        if (tty) types.Add("resize");
        return await CriSession.OpenAsync(await dialer.DialAsync(url, cancellationToken), types, cancellationToken);
    }
}

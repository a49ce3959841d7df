using System.Net.Sockets;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Probes;

/// <summary>Asks a container once how it is: by a command, an HTTP request, a TCP connection or a gRPC health check.</summary>
internal sealed class Prober(IRuntimeStreams runtime, HttpProber http, GrpcProber grpc, ProbeCounts counts)
{
    /// <summary>How probes ended so far.</summary>
    public ProbeCounts Counts => counts;

    /// <summary>Runs a probe within its time-out.</summary>
    public async Task<ProbeOutcome> RunAsync(ProbeTarget target, Probe probe, CancellationToken cancellationToken)
    {
        var patience = TimeSpan.FromSeconds(Math.Max(1, probe.TimeoutSeconds ?? 1));
        if (probe.Exec is { } exec) return await RunCommandAsync(target.ContainerId, exec.Command, patience, cancellationToken);
        using var timeout = new CancellationTokenSource(patience);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            if (probe.Grpc is { } call) return await grpc.RunAsync(target.Address, call.Port, call.Service ?? "", both.Token);
            if (probe.HttpGet is { } get) return await http.RunAsync(target, get, both.Token);
            return probe.TcpSocket is { } socket ? await RunConnectionAsync(target, socket, both.Token) : ProbeOutcome.Success;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeOutcome.Failure("context deadline exceeded");
        }
    }

    /// <summary>Runs a lifecycle hook.</summary>
    public async Task<HookOutcome> RunHookAsync(ProbeTarget target, LifecycleHandler handler, CancellationToken cancellationToken)
    {
        if (handler.HttpGet is { } get) return await http.RunHookAsync(target, get, cancellationToken);
        var outcome = handler.Exec is { } exec ? await RunCommandAsync(target.ContainerId, exec.Command, TimeSpan.Zero, cancellationToken)
            : handler.TcpSocket is { } socket ? await RunConnectionAsync(target, socket, cancellationToken) : ProbeOutcome.Success;
        return outcome.IsSuccess ? HookOutcome.Success : new HookOutcome(outcome.Message);
    }

    private static async Task<ProbeOutcome> RunConnectionAsync(ProbeTarget target, TCPSocketAction action, CancellationToken cancellationToken)
    {
        if (target.Port(action.Port) is not { } port) return ProbeOutcome.Failure($"couldn't find port: {action.Port} in {target.Container.Name}");
        var host = string.IsNullOrEmpty(action.Host) ? target.Address.ToString() : action.Host;
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port, cancellationToken);
            return ProbeOutcome.Success;
        }
        catch (SocketException e)
        {
            return ProbeOutcome.Failure($"dial tcp {host}:{port}: {HttpProber.Describe(e)}");
        }
    }

    private async Task<ProbeOutcome> RunCommandAsync(string containerId, IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            var result = await runtime.ExecSyncAsync(containerId, command, timeout, cancellationToken);
            return result.ExitCode == 0 ? ProbeOutcome.Success : ProbeOutcome.Failure(result.Output.Length > 0 ? result.Output : $"command exited with {result.ExitCode}");
        }
        catch (RuntimeException e)
        {
            return ProbeOutcome.Error(e.Message);
        }
        catch (TimeoutException e)
        {
            return ProbeOutcome.Failure($"command timed out: \"{string.Join(' ', command)}\" {e.Message}");
        }
    }
}

using Kite.Agent.Runtime;
using Kite.Agent.Server.Sessions;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Endpoints;

/// <summary><c>/exec/{namespace}/{pod}/{container}</c>: runs a command.</summary>
internal sealed class ExecEndpoint(NodePods pods, IRuntimeStreams runtime) : IKubeletEndpoint
{
    public string Name => "exec";

    public async Task HandleAsync(HttpContext context, string[] segments, CancellationToken cancellationToken)
    {
        var (pod, container) = ContainerPath.Read(pods, segments);
        var wanted = StreamRequest.Read(context.Request);
        var command = context.Request.Query["command"].OfType<string>().ToArray();
        if (command.Length == 0) throw new KubeletRequestException(StatusCodes.Status400BadRequest, "you must specify a command");
        var request = new ExecRequest(pods.Running(pod, container), command) { Stdin = wanted.Stdin, Stdout = wanted.Stdout, Stderr = wanted.Stderr, Tty = wanted.Tty };
        await using var remote = await RemoteStreamsOpener.OpenAsync(context, wanted, cancellationToken);
        await remote.FinishAsync(await RunAsync(remote, request, cancellationToken), cancellationToken);
    }

    private async Task<ExitStatus> RunAsync(IRemoteStreams remote, ExecRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await runtime.ExecAsync(request, cancellationToken);
            return await ContainerConversation.RunAsync(remote, session, tellsExitCode: true, cancellationToken);
        }
        catch (RuntimeException e)
        {
            return new ExitStatus(0, $"error executing command in container: {e.Message}");
        }
    }
}

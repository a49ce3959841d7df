using Kite.Agent.Runtime;
using Kite.Agent.Server.Sessions;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Endpoints;

/// <summary><c>/attach/{namespace}/{pod}/{container}</c>: joins the main process.</summary>
internal sealed class AttachEndpoint(NodePods pods, IRuntimeStreams runtime) : IKubeletEndpoint
{
    public string Name => "attach";

    public async Task HandleAsync(HttpContext context, string[] segments, CancellationToken cancellationToken)
    {
        var (pod, container) = ContainerPath.Read(pods, segments);
        var wanted = StreamRequest.Read(context.Request);
        var request = new AttachRequest(pods.Running(pod, container))
        {
            Stdin = wanted.Stdin,
            Stdout = wanted.Stdout,
            Stderr = wanted.Stderr,
            // What the engine sends depends on how the container was made, not on what the client has.
            Tty = NodePods.Spec(pod, container).Tty == true,
        };
        await using var remote = await RemoteStreamsOpener.OpenAsync(context, wanted, cancellationToken);
        await remote.FinishAsync(await RunAsync(remote, request, cancellationToken), cancellationToken);
    }

    private async Task<ExitStatus> RunAsync(IRemoteStreams remote, AttachRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await runtime.AttachAsync(request, cancellationToken);
            // The exit code of a container is in its status; attaching itself went well.
            return await ContainerConversation.RunAsync(remote, session, tellsExitCode: false, cancellationToken);
        }
        catch (RuntimeException e)
        {
            return new ExitStatus(0, $"error attaching to container: {e.Message}");
        }
    }
}

using Kite.Agent.Runtime;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Endpoints;

/// <summary><c>/run/{namespace}/{pod}/{container}?cmd=...</c>: runs a command to its end and answers with what it wrote.</summary>
internal sealed class RunEndpoint(NodePods pods, IRuntimeStreams runtime) : IKubeletEndpoint
{
    public string Name => "run";

    public async Task HandleAsync(HttpContext context, string[] segments, CancellationToken cancellationToken)
    {
        if (!HttpMethods.IsPost(context.Request.Method)) throw new KubeletRequestException(StatusCodes.Status405MethodNotAllowed, "405: Method Not Allowed");
        var (pod, container) = ContainerPath.Read(pods, segments);
        var command = context.Request.Query["cmd"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (command.Length == 0) throw new KubeletRequestException(StatusCodes.Status400BadRequest, "you must specify a command");
        try
        {
            var result = await runtime.ExecSyncAsync(pods.Running(pod, container), command, TimeSpan.Zero, cancellationToken);
            if (result.ExitCode != 0) throw new KubeletRequestException(StatusCodes.Status500InternalServerError, $"{result.Output}command terminated with exit code {result.ExitCode}");
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(result.Output, cancellationToken);
        }
        catch (RuntimeException e)
        {
            throw new KubeletRequestException(StatusCodes.Status500InternalServerError, e.Message, e);
        }
    }
}

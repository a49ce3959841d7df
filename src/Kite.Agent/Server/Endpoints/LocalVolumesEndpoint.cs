using Kite.Agent.Volumes;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Endpoints;

/// <summary><c>/localvolumes/NAME</c>: makes (PUT, answers with the path) and removes (DELETE) the directory of a volume of the built-in storage.</summary>
internal sealed class LocalVolumesEndpoint(LocalPathDirectories directories) : IKubeletEndpoint
{
    public string Name => "localvolumes";

    public async Task HandleAsync(HttpContext context, string[] segments, CancellationToken cancellationToken)
    {
        if (segments is not [var name] || !LocalPathDirectories.IsName(name)) throw new KubeletRequestException(StatusCodes.Status400BadRequest, "the name of a volume is needed");
        try
        {
            if (HttpMethods.IsPut(context.Request.Method))
            {
                await context.Response.WriteAsync(directories.Make(name), cancellationToken);
                return;
            }
            if (!HttpMethods.IsDelete(context.Request.Method)) throw new KubeletRequestException(StatusCodes.Status405MethodNotAllowed, "PUT makes a volume, DELETE removes it");
            directories.Remove(name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeletRequestException(StatusCodes.Status500InternalServerError, e.Message);
        }
    }
}

using Kite.Api.Models.CoreV1;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Endpoints;

/// <summary>Paths that name a container: <c>{namespace}/{pod}/{container}</c>, or with the pod's UID before the container.</summary>
internal static class ContainerPath
{
    /// <summary>The pod and the container's name.</summary>
    /// <exception cref="KubeletRequestException">There is no such pod or container.</exception>
    public static (Pod Pod, string Container) Read(NodePods pods, string[] segments)
    {
        var (pod, container) = segments switch
        {
            [var @namespace, var name, var only] => (pods.Find(@namespace, name), only),
            [var @namespace, var name, var uid, var last] when pods.Find(@namespace, name) is { } found && found.Metadata.Uid == uid => (found, last),
            _ => throw new KubeletRequestException(StatusCodes.Status404NotFound, "404 page not found"),
        };
        NodePods.Spec(pod, container);
        return (pod, container);
    }
}

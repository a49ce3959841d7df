using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Streaming;

/// <summary>Finds the pod of a request, and which of its containers is meant.</summary>
internal sealed class PodFinder(IResourceCaches caches)
{
    private readonly IResourceCache pods = caches.For(Pod.Resource);

    /// <summary>The pod.</summary>
    /// <exception cref="ApiStatusException">There is none (<c>NotFound</c>).</exception>
    public Pod Find(RequestInfo info) => Find(info.Namespace, info.Name);

    /// <summary>The pod.</summary>
    /// <exception cref="ApiStatusException">There is none (<c>NotFound</c>).</exception>
    public Pod Find(string @namespace, string name) => pods.Get(new ObjectKey(@namespace, name))?.Read<Pod>() ?? throw ApiErrors.NotFound(Pod.Resource, name);

    /// <summary>The container's name: the one asked for, or the only one.</summary>
    /// <exception cref="ApiStatusException">There is no such container, or one has to be named (<c>BadRequest</c>).</exception>
    public static string Container(Pod pod, string wanted)
    {
        var names = pod.Spec.Containers.Select(container => container.Name).ToArray();
        var initNames = pod.Spec.InitContainers.Select(container => container.Name).ToArray();
        var name = pod.Metadata.Name;
        if (wanted.Length > 0)
        {
            return names.Contains(wanted) || initNames.Contains(wanted) || pod.Spec.EphemeralContainers.Any(container => container.Name == wanted)
                ? wanted
                : throw ApiErrors.BadRequest($"container {wanted} is not valid for pod {name}");
        }
        if (names.Length == 1) return names[0];
        var message = $"a container name must be specified for pod {name}";
        if (names.Length == 0) throw ApiErrors.BadRequest(message);
        message += $", choose one of: [{string.Join(' ', names)}]";
        if (initNames.Length > 0) message += $" or one of the init containers: [{string.Join(' ', initNames)}]";
        throw ApiErrors.BadRequest(message);
    }
}

using Kite.Api.Meta;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Responses;
using Kite.ApiServer.WatchCache;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Registry.Verbs;

/// <summary>Reads and lists resources that are made when somebody asks for them.</summary>
internal sealed class ComputedVerbs(IEnumerable<IComputedResource> resources, ResourceCaches caches, ObjectResponse objects, ListResponse lists)
{
    private readonly Dictionary<ApiResource, IComputedResource> resources = resources.ToDictionary(resource => resource.Resource);

    /// <summary>True where one of them is asked for.</summary>
    public bool Handles(ServedResource served) => resources.ContainsKey(served.Resource);

    /// <summary>Answers; the verb is <c>get</c> or <c>list</c>.</summary>
    public async Task HandleAsync(ApiRequest request, ServedResource served, CancellationToken cancellationToken)
    {
        var resource = resources[served.Resource];
        if (request.Info.Verb == "get")
        {
            var key = new ObjectKey(served.Resource.IsNamespaced ? request.Info.Namespace : "", request.Info.Name);
            await objects.WriteAsync(request, served, await resource.GetAsync(key, cancellationToken), StatusCodes.Status200OK, cancellationToken);
            return;
        }
        var found = await resource.ListAsync(ObjectSelectionParser.Parse(request, served), cancellationToken);
        await lists.WriteAsync(request, served, new ListPage(found, 0, false), caches.Revision, cancellationToken);
    }
}

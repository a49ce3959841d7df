using Kite.Api.Models.ApiregistrationV1;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Aggregation;

/// <summary>The APIServices that lead to other servers, as they are stored now; the group that APIServices are in never does.</summary>
internal sealed class ApiServiceTable(IResourceCaches caches)
{
    private readonly IResourceCache services = caches.For(APIService.Resource);
    private volatile Kept kept = new(-1, [], []);

    /// <summary>Grows with every change of any APIService.</summary>
    public long Version => services.Version;

    /// <summary>All of them.</summary>
    public IReadOnlyList<RemoteApiService> Remotes => Current().Remotes;

    /// <summary>The one of a name, or null.</summary>
    public RemoteApiService? Find(string name) => Current().Remotes.FirstOrDefault(remote => remote.Name == name);

    /// <summary>Who serves a request, where that is another server; null in most clusters, at the price of one comparison.</summary>
    public RemoteApiService? Find(RequestInfo request)
    {
        var current = Current();
        if (current.Remotes.Count == 0) return null;
        if (request.IsResourceRequest) return current.ByGroupVersion.GetValueOrDefault((request.Group, request.Version));
        return request.Path.TrimEnd('/').Split('/') is ["", "apis", var group, var version] ? current.ByGroupVersion.GetValueOrDefault((group, version)) : null;
    }

    private Kept Current()
    {
        var version = services.Version;
        var current = kept;
        return current.Version == version ? current : Read(version);
    }

    private Kept Read(long version)
    {
        // Most lead nowhere else, and needn't be read to know that.
        var remotes = services.List()
            .Where(stored => stored.Json.Span.IndexOf("\"service\""u8) >= 0)
            .Select(stored => stored.Read<APIService>())
            .Where(service => service.Spec is { Service: not null, Group.Length: > 0 } && service.Spec.Group != APIService.Resource.Group)
            .Select(service => new RemoteApiService(service.Metadata.Name, service.Spec, service.Status.Conditions.Any(condition => condition is { Type: "Available", Status: "True" })))
            .DistinctBy(remote => (remote.Group, remote.Version)).ToArray();
        return kept = new Kept(version, remotes, remotes.ToDictionary(remote => (remote.Group, remote.Version)));
    }

    private sealed record Kept(long Version, IReadOnlyList<RemoteApiService> Remotes, Dictionary<(string Group, string Version), RemoteApiService> ByGroupVersion);
}

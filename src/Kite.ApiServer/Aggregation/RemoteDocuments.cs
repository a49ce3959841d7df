using System.Collections.Concurrent;
using Kite.ApiServer.Discovery;
using Kite.ApiServer.OpenApi;

namespace Kite.ApiServer.Aggregation;

/// <summary>What other servers say of themselves, as they last said it, for discovery and OpenAPI.</summary>
internal sealed class RemoteDocuments(ApiServiceTable services) : IRemoteGroups, IRemoteOpenApi
{
    private readonly ConcurrentDictionary<string, RemoteDocument> documents = new(StringComparer.Ordinal);
    private long changes;

    /// <inheritdoc cref="IRemoteGroups.Version"/>
    public long Version => services.Version + Interlocked.Read(ref changes);

    /// <summary>Takes what a server says now.</summary>
    public void Put(string name, RemoteDocument document)
    {
        if (documents.TryGetValue(name, out var known) && known.Equals(document)) return;
        documents[name] = document;
        Interlocked.Increment(ref changes);
    }

    /// <summary>Says that a server couldn't be asked.</summary>
    public void MarkStale(string name)
    {
        if (!documents.TryGetValue(name, out var known) || known.IsStale) return;
        documents[name] = known with { IsStale = true };
        Interlocked.Increment(ref changes);
    }

    /// <summary>Forgets a server.</summary>
    public void Forget(string name)
    {
        if (documents.TryRemove(name, out _)) Interlocked.Increment(ref changes);
    }

    /// <summary>What a server last said; null where it never did.</summary>
    public RemoteDocument? Find(string name) => documents.GetValueOrDefault(name);

    /// <inheritdoc/>
    public IReadOnlyList<(string Group, int GroupPriority, int VersionPriority, DiscoveryVersion Version)> List() =>
    [
        .. from remote in services.Remotes
           let document = Find(remote.Name)
           let version = new DiscoveryVersion(remote.Version, []) { IsRemote = true, Remote = document?.Resources ?? default, IsStale = document is null or { IsStale: true } || !remote.IsAvailable }
           select (remote.Group, remote.Spec.GroupPriorityMinimum, remote.Spec.VersionPriority, version),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<RemoteOpenApi> Documents() =>
    [
        .. from remote in services.Remotes
           where remote.IsAvailable && Find(remote.Name) is not null
           let document = Find(remote.Name)
           select new RemoteOpenApi(remote.Name, $"apis/{remote.Group}/{remote.Version}", document.OpenApiHash, document.OpenApiV2),
    ];
}

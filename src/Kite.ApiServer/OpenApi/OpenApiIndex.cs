using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Kite.Api.Kinds;

namespace Kite.ApiServer.OpenApi;

/// <summary>Which documents there are, what they are about, and a hash of each that changes only with its content. Worked out again when the catalogue has changed.</summary>
internal sealed class OpenApiIndex(ResourceCatalogue catalogue, IRemoteOpenApi remotes)
{
    // What this build writes of a built-in resource never changes, so the build stands for all of it.
    private static readonly string Build = typeof(OpenApiIndex).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private readonly ConditionalWeakTable<ResourceDefinition, string> hashes = [];
    private volatile OpenApiSnapshot? kept;

    /// <summary>The documents now.</summary>
    public OpenApiSnapshot Current()
    {
        var (local, remote) = (catalogue.Version, remotes.Version);
        if (kept is { } current && current.Local == local && current.Remote == remote) return current;
        return kept = Create(catalogue.Resources, remotes.Documents()) with { Local = local, Remote = remote };
    }

    private OpenApiSnapshot Create(IReadOnlyList<ResourceDefinition> all, IReadOnlyList<RemoteOpenApi> others)
    {
        // What another server is registered for is that server's alone.
        var taken = others.Select(other => other.Path).ToHashSet(StringComparer.Ordinal);
        ResourceDefinition[] resources = taken.Count == 0 ? [.. all] : [.. all.Where(definition => !taken.Contains(OpenApiDocuments.PathOf(definition)))];
        var documents = new SortedDictionary<string, OpenApiDocument>(StringComparer.Ordinal);
        foreach (var root in ServerPaths.Roots) Add(documents, root, []);
        foreach (var group in resources.Where(definition => definition.Custom is null && definition.Resource.Group.Length > 0).Select(definition => definition.Resource.Group).Distinct())
            Add(documents, $"apis/{group}", []);
        foreach (var part in resources.GroupBy(OpenApiDocuments.PathOf)) Add(documents, part.Key, [.. part]);
        foreach (var other in others.Where(other => other.Hash.Length > 0)) documents[other.Path] = new OpenApiDocument(other.Path, other.Hash, []) { ApiService = other.ApiService };
        var texts = documents.Values.Select(document => document.Hash).Concat(others.Select(other => Convert.ToHexString(SHA256.HashData(other.V2))));
        return new OpenApiSnapshot(documents, resources, others, Hash(string.Join(',', texts)));
    }

    private void Add(SortedDictionary<string, OpenApiDocument> documents, string path, ResourceDefinition[] resources) =>
        documents[path] = new OpenApiDocument(path, Hash(string.Join(',', resources.Where(definition => definition.Custom is not null).Select(HashOf).Prepend(Build + path))), resources);

    private string HashOf(ResourceDefinition definition) => hashes.GetValue(definition, static custom => Hash(string.Join(
        '\n',
        [
            custom.Resource.ToString(),
            custom.ListKind,
            .. custom.Verbs,
            .. custom.Subresources.Select(subresource => subresource.Name),
            custom.Custom!.PreservesUnknownFields.ToString(),
            custom.Custom.OpenApiSchema?.ToJsonString() ?? "",
        ])));

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

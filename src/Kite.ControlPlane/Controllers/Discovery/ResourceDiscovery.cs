using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models;
using Kite.Api.Models.MetaV1;

namespace Kite.ControlPlane.Controllers.Discovery;

/// <summary>Walks the discovery documents: every group in the version that it prefers.</summary>
internal sealed class ResourceDiscovery(IApiClient client) : IResourceDiscovery
{
    /// <inheritdoc/>
    public async Task<ServedResources> DiscoverAsync(CancellationToken cancellationToken)
    {
        var resources = new List<ServedResource>();
        var failures = new List<string>();
        await ReadAsync("/api/v1", "", "v1", resources, failures, cancellationToken);
        var groups = await GetAsync<APIGroupList>("/apis", cancellationToken);
        foreach (var group in groups.Groups)
        {
            var version = group.PreferredVersion ?? (group.Versions is [var first, ..] ? first : null);
            if (version is not null) await ReadAsync($"/apis/{version.GroupVersion}", group.Name, version.Version, resources, failures, cancellationToken);
        }
        return new ServedResources(resources, failures);
    }

    private async Task ReadAsync(string path, string group, string version, List<ServedResource> resources, List<string> failures, CancellationToken cancellationToken)
    {
        try
        {
            var list = await GetAsync<APIResourceList>(path, cancellationToken);
            resources.AddRange(list.Resources.Where(resource => !resource.Name.Contains('/'))
                .Select(resource => new ServedResource(new ApiResource(group, version, resource.Name, resource.Kind, resource.Namespaced), resource.Verbs)));
        }
        catch (HttpRequestException e)
        {
            // An aggregated API may be away; the others are still worth knowing.
            failures.Add($"{(group.Length == 0 ? version : $"{group}/{version}")}: {e.Message}");
        }
    }

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
        where T : class, IApiModel<T>
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        using var response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return ModelJson.Parse<T>(await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }
}

using System.Text.Json;
using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models;
using Kite.Api.Models.MetaV1;

namespace Kite.ControlPlane.Controllers.Discovery;

/// <summary>Reads the discovery documents: every resource in the version that its group prefers among those that have it.</summary>
internal sealed class ResourceDiscovery(IApiClient client) : IResourceDiscovery
{
    /// <inheritdoc/>
    public async Task<ServedResources> DiscoverAsync(CancellationToken cancellationToken)
    {
        var resources = new List<ServedResource>();
        var failures = new List<string>();
        if (!await TryReadAggregatedAsync("/api", resources, failures, cancellationToken)) await ReadAsync("/api/v1", "", "v1", [], resources, failures, cancellationToken);
        if (await TryReadAggregatedAsync("/apis", resources, failures, cancellationToken)) return new ServedResources(resources, failures);
        var groups = await GetAsync<APIGroupList>("/apis", cancellationToken);
        foreach (var group in groups.Groups)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var preferred = group.PreferredVersion;
            foreach (var version in group.Versions.OrderByDescending(version => version.Version == preferred?.Version))
                await ReadAsync($"/apis/{version.GroupVersion}", group.Name, version.Version, seen, resources, failures, cancellationToken);
        }
        return new ServedResources(resources, failures);
    }

    private async Task<bool> TryReadAggregatedAsync(string path, List<ServedResource> resources, List<string> failures, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(await SendAsync(path, AggregatedDocument.Accept, cancellationToken));
        return AggregatedDocument.TryRead(document.RootElement, resources, failures);
    }

    private async Task ReadAsync(string path, string group, string version, HashSet<string> seen, List<ServedResource> resources, List<string> failures, CancellationToken cancellationToken)
    {
        try
        {
            var list = await GetAsync<APIResourceList>(path, cancellationToken);
            resources.AddRange(list.Resources.Where(resource => !resource.Name.Contains('/') && seen.Add(resource.Name))
                .Select(resource => new ServedResource(new ApiResource(group, version, resource.Name, resource.Kind, resource.Namespaced), resource.Verbs)));
        }
        catch (HttpRequestException e)
        {
            // An aggregated API may be away; the others are still worth knowing.
            failures.Add($"{(group.Length == 0 ? version : $"{group}/{version}")}: {e.Message}");
        }
    }

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
        where T : class, IApiModel<T> => ModelJson.Parse<T>(await SendAsync(path, "application/json", cancellationToken));

    private async Task<byte[]> SendAsync(string path, string accept, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }
}

using Kite.Api.Admission.TypeChecking;
using Kite.Api.Client;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Models;
using Kite.Api.Models.MetaV1;

namespace Kite.ControlPlane.Controllers.ValidatingAdmissionPolicies;

/// <summary>Reads what custom and aggregated resources say of themselves, as any client may: their discovery and their OpenAPI document.</summary>
internal sealed class PublishedVersions(IApiClient client)
{
    /// <summary>What is published of a group version; null where nothing is, or nothing that can be read.</summary>
    public async Task<PublishedVersion?> FindAsync(string group, string version, CancellationToken cancellationToken)
    {
        try
        {
            var path = group.Length == 0 ? $"api/{version}" : $"apis/{group}/{version}";
            if (await ReadAsync($"/{path}", cancellationToken) is not { } discovery || await ReadAsync($"/openapi/v3/{path}", cancellationToken) is not { } document) return null;
            var kinds = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var resource in ModelJson.Parse<APIResourceList>(discovery).Resources) kinds.TryAdd(resource.Name, resource.Kind);
            return new PublishedVersion(group, version, kinds, JsonCodec.ParseObject(document));
        }
        catch (Exception e) when (e is ApiStatusException or System.Text.Json.JsonException)
        {
            // What another server says needn't make sense; the policy holds whatever its types are.
            return null;
        }
    }

    private async Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        using var response = await client.SendAsync(request, cancellationToken);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsByteArrayAsync(cancellationToken) : null;
    }
}

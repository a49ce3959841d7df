using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models;
using Kite.Api.Models.MetaV1;

namespace Kite.Api.Client;

/// <summary>The verbs of one resource over HTTP.</summary>
internal sealed class HttpResourceClient<T>(IApiClient client, ApiResource resource) : IResourceClient<T>
    where T : class, IApiModel<T>, IApiObject
{
    private const string Json = "application/json";
    private static readonly string Single = typeof(T) == typeof(PartialObjectMetadata) ? "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json" : Json;
    private static readonly string Many = typeof(T) == typeof(PartialObjectMetadata) ? "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json" : Json;

    public async Task<T> GetAsync(string? @namespace, string name, CancellationToken cancellationToken) =>
        ModelJson.Parse<T>(await SendAsync(HttpMethod.Get, resource.Path(@namespace, name), null, cancellationToken, Single));

    public async Task<T?> FindAsync(string? @namespace, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(@namespace, name, cancellationToken);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound)
        {
            return null;
        }
    }

    public async Task<ApiList<T>> ListAsync(string? @namespace, ListQuery query, CancellationToken cancellationToken) =>
        ListReader.Read<T>(await SendAsync(HttpMethod.Get, resource.Path(@namespace) + query.ToQueryString(watch: false), null, cancellationToken, Many));

    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync(string? @namespace, ListQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, resource.Path(@namespace) + query.ToQueryString(watch: true), null, Single);
        using var response = await client.SendAsync(request, cancellationToken);
        await StatusReader.ThrowIfFailedAsync(response, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var line in JsonLines.ReadAsync(stream, cancellationToken))
            yield return WatchEventReader.Read<T>(line.Span);
    }

    public async Task<T> CreateAsync(T value, CancellationToken cancellationToken) =>
        ModelJson.Parse<T>(await SendAsync(HttpMethod.Post, resource.Path(value.Metadata.Namespace), Body(value), cancellationToken));

    public async Task<T> UpdateAsync(T value, CancellationToken cancellationToken, string? subresource = null) =>
        ModelJson.Parse<T>(await SendAsync(HttpMethod.Put, resource.Path(value.Metadata.Namespace, value.Metadata.Name, subresource), Body(value), cancellationToken));

    public async Task<T> PatchAsync(string? @namespace, string name, Patch patch, CancellationToken cancellationToken, string? subresource = null)
    {
        var content = new ReadOnlyMemoryContent(patch.Body);
        content.Headers.ContentType = new MediaTypeHeaderValue(patch.ContentType);
        var path = resource.Path(@namespace, name, subresource);
        if (patch.FieldManager is { } manager) path += $"?fieldManager={Uri.EscapeDataString(manager)}{(patch.Force ? "&force=true" : "")}";
        return ModelJson.Parse<T>(await SendAsync(HttpMethod.Patch, path, content, cancellationToken));
    }

    public async Task DeleteAsync(string? @namespace, string name, DeleteOptions? options, CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Delete, resource.Path(@namespace, name), options is null ? null : Body(options), cancellationToken);

    public async Task DeleteCollectionAsync(string? @namespace, ListQuery query, DeleteOptions? options, CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Delete, resource.Path(@namespace) + query.ToQueryString(watch: false), options is null ? null : Body(options), cancellationToken);

    public async Task<TAnswer> PostAsync<TBody, TAnswer>(string? @namespace, string name, string subresource, TBody body, CancellationToken cancellationToken)
        where TBody : class, IApiModel<TBody>
        where TAnswer : class, IApiModel<TAnswer> =>
        ModelJson.Parse<TAnswer>(await SendAsync(HttpMethod.Post, resource.Path(@namespace, name, subresource), Body(body), cancellationToken));

    private static ByteArrayContent Body<TBody>(TBody body)
        where TBody : class, IApiModel<TBody>
    {
        var content = new ByteArrayContent(ModelJson.ToUtf8(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(Json);
        return content;
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content, string accept)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return request;
    }

    private async Task<byte[]> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken, string accept = Json)
    {
        using var request = Request(method, path, content, accept);
        using var response = await client.SendAsync(request, cancellationToken);
        await StatusReader.ThrowIfFailedAsync(response, cancellationToken);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }
}

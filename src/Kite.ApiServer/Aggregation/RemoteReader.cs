using System.IO.Compression;
using System.Text.Json;
using System.Web;
using Kite.ApiServer.Webhooks;

namespace Kite.ApiServer.Aggregation;

/// <summary>Asks a server what it serves and how that looks.</summary>
internal sealed class RemoteReader(RemoteClient client)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>What the server says of itself.</summary>
    /// <exception cref="WebhookCallException">It doesn't answer, or not with its resources.</exception>
    public async Task<RemoteDocument> ReadAsync(RemoteApiService remote, CancellationToken cancellationToken)
    {
        var (status, list) = await client.GetAsync(remote, remote.Path, Timeout, cancellationToken);
        if (list.Length == 0) throw new WebhookCallException($"failed to download discovery for {remote.Path}: {(int)status}");
        try
        {
            return new RemoteDocument(RemoteResources.Convert(list, remote.Group, remote.Version), await HashAsync(remote, cancellationToken), await V2Async(remote, cancellationToken));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new WebhookCallException($"failed to read what {remote.Name} says of itself: {e.Message}", innerException: e);
        }
    }

    private async Task<string> HashAsync(RemoteApiService remote, CancellationToken cancellationToken)
    {
        var (_, index) = await client.GetAsync(remote, "/openapi/v3", Timeout, cancellationToken);
        if (index.Length == 0) return "";
        using var document = JsonDocument.Parse(index);
        if (!document.RootElement.TryGetProperty("paths", out var paths) || !paths.TryGetProperty($"apis/{remote.Group}/{remote.Version}", out var path)) return "";
        var url = path.GetProperty("serverRelativeURL").GetString() ?? "";
        var hash = HttpUtility.ParseQueryString(url.Contains('?') ? url[url.IndexOf('?')..] : "")["hash"];
        return hash is { Length: > 0 } ? hash : "unknown";
    }

    private async Task<byte[]> V2Async(RemoteApiService remote, CancellationToken cancellationToken)
    {
        var (_, document) = await client.GetAsync(remote, "/openapi/v2", Timeout, cancellationToken);
        if (document.Length == 0) return [];
        JsonDocument.Parse(document).Dispose();
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Fastest)) brotli.Write(document);
        return compressed.ToArray();
    }
}

using System.Net;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer;

/// <summary>An open watch, read event by event.</summary>
internal sealed class WatchStream : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly HttpResponseMessage response;
    private readonly StreamReader reader;

    private WatchStream(HttpResponseMessage response, Stream body)
    {
        this.response = response;
        reader = new StreamReader(body);
    }

    public HttpStatusCode Code => response.StatusCode;

    public static async Task<WatchStream> OpenAsync(HttpMessageInvoker client, Uri server, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, path));
        var response = client is HttpClient http
            ? await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)
            : await client.SendAsync(request, CancellationToken.None);
        return new WatchStream(response, await response.Content.ReadAsStreamAsync());
    }

    public static Task<WatchStream> OpenAsync(string path) => OpenAsync(SharedServer.Server.Http, SharedServer.Server.Server, path);

    /// <summary>The next event; null where the watch has ended.</summary>
    public async Task<JsonNode?> NextAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        var line = await reader.ReadLineAsync(timeout.Token);
        return line is null ? null : JsonNode.Parse(line);
    }

    /// <summary>The next event as <c>TYPE name</c>.</summary>
    public async Task<string> NextTextAsync()
    {
        var next = await NextAsync();
        return next is null ? "end" : $"{next["type"]} {next["object"]!["metadata"]?["name"]}";
    }

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
    }
}

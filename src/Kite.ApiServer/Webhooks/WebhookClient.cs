using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Meta;

namespace Kite.ApiServer.Webhooks;

/// <summary>Calls webhooks: posts a JSON object and reads one back, in bounded time and space.</summary>
public sealed class WebhookClient : IDisposable
{
    /// <summary>How many bytes an answer may have.</summary>
    public const int MaxAnswerBytes = 32 * 1024 * 1024;

    private readonly WebhookConnections connections;
    private readonly TimeProvider time;

    internal WebhookClient(WebhookConnections connections, TimeProvider time)
    {
        this.connections = connections;
        this.time = time;
    }

    /// <summary>Posts an object.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="body">The object as UTF-8 JSON.</param>
    /// <param name="timeout">How long the call may take, connecting included.</param>
    /// <param name="tellTimeout">True to tell the webhook of its time, as the query's <c>timeout</c>.</param>
    /// <param name="cancellationToken">Ends the call; then an <see cref="OperationCanceledException"/> leaves.</param>
    /// <returns>The object that the webhook answered with.</returns>
    /// <exception cref="WebhookCallException">There was no answer in time, or none that is a success and a JSON object.</exception>
    public async Task<JsonObject> PostAsync(WebhookAddress address, ReadOnlyMemory<byte> body, TimeSpan timeout, bool tellTimeout, CancellationToken cancellationToken) =>
        Parse(await SendAsync(address, body, timeout, tellTimeout, cancellationToken));

    /// <summary>Posts an object to one who has nothing to say to it but that it came.</summary>
    /// <exception cref="WebhookCallException">There was no answer in time, or none that is a success.</exception>
    public Task TellAsync(WebhookAddress address, ReadOnlyMemory<byte> body, TimeSpan timeout, CancellationToken cancellationToken) => SendAsync(address, body, timeout, tellTimeout: false, cancellationToken);

    private async Task<byte[]> SendAsync(WebhookAddress address, ReadOnlyMemory<byte> body, TimeSpan timeout, bool tellTimeout, CancellationToken cancellationToken)
    {
        var text = TextOf(address, tellTimeout ? timeout : null);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var request = RequestOf(address, new Uri(text), body);
            using var response = await connections.For(address).SendAsync(request, either.Token);
            var answer = await ReadAsync(response.Content, either.Token);
            return response.IsSuccessStatusCode ? answer : throw WebhookFailure.Of(response.StatusCode, answer);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WebhookCallException($"Post \"{text}\": context deadline exceeded", StatusReason.Timeout, innerException: e);
        }
        catch (HttpRequestException e)
        {
            throw new WebhookCallException($"Post \"{text}\": {Cause(e)}", innerException: e);
        }
        catch (IOException e)
        {
            throw new WebhookCallException($"Post \"{text}\": {Cause(e)}", innerException: e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => connections.Dispose();

    private static HttpRequestMessage RequestOf(WebhookAddress address, Uri url, ReadOnlyMemory<byte> body)
    {
        // HTTP/1.1, because one HTTP/2 connection would send everything to one of several endpoints.
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Version = HttpVersion.Version11, Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("kube-apiserver-admission", null));
        if (address.Authorization.Length > 0) request.Headers.TryAddWithoutValidation("Authorization", address.Authorization);
        return request;
    }

    /// <summary>The URL as messages show it: a Service's with its port, be it the usual one.</summary>
    private static string TextOf(WebhookAddress address, TimeSpan? timeout)
    {
        var text = address.IsService ? address.Url.OriginalString : address.Url.AbsoluteUri;
        return timeout is null ? text : $"{text}{(address.Url.Query.Length > 0 ? '&' : '?')}timeout={GoDuration.Format(timeout.Value)}";
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > MaxAnswerBytes) throw new HttpRequestException("the response body is too large");
        await content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken);
        return await content.ReadAsByteArrayAsync(cancellationToken);
    }

    private static JsonObject Parse(byte[] answer)
    {
        try
        {
            return JsonCodec.ParseObject(answer);
        }
        catch (ApiStatusException e)
        {
            throw new WebhookCallException($"couldn't get version/kind; json parse error: {e.Message}", StatusReason.InternalError, innerException: e);
        }
    }

    private static string Cause(Exception failure)
    {
        for (Exception? at = failure; at is not null; at = at.InnerException)
        {
            if (at is WebhookCallException) return at.Message;
            if (at is SocketException { SocketErrorCode: SocketError.ConnectionReset }) return "read: connection reset by peer";
        }
        return failure is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } ? "EOF" : (failure.InnerException ?? failure).Message;
    }
}

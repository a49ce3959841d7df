using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Certificates;
using Kite.ApiServer.Webhooks;

namespace Kite.ApiServer.Aggregation;

/// <summary>Calls the servers behind APIServices: at the ready endpoints of their Services, with the certificate by which they know this one.</summary>
internal sealed class RemoteClient(WebhookDialer dialer, ClusterCertificates? certificates = null) : IDisposable
{
    /// <summary>How many bytes of an answer are read at most.</summary>
    private const int MaxAnswerBytes = 32 * 1024 * 1024;

    private static readonly UserInfo Aggregator = new("system:kube-aggregator", ["system:masters"]);
    private readonly WebhookConnections connections = new(dialer, RepeatedHeaders.Configure);

    /// <summary>The certificate to show.</summary>
    public X509Certificate2? Certificate => certificates?.FrontProxy.Client;

    /// <summary>What sends requests to a server.</summary>
    /// <exception cref="WebhookCallException">The APIService names authorities that can't be read.</exception>
    public HttpMessageInvoker For(WebhookAddress address) => connections.For(address);

    /// <summary>Reads something of a server, as this server itself.</summary>
    /// <param name="remote">The server.</param>
    /// <param name="path">What to read.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="isChecked">False to take any certificate of the server's.</param>
    /// <returns>The status and the body, which is empty unless the status is a success.</returns>
    /// <exception cref="WebhookCallException">There is no answer in time; the message is in the words of Go's client.</exception>
    public async Task<(HttpStatusCode Status, byte[] Body)> GetAsync(RemoteApiService remote, string path, TimeSpan timeout, CancellationToken cancellationToken, bool isChecked = true)
    {
        var address = remote.Address(path, Certificate, isChecked);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address.Url) { Version = HttpVersion.Version11 };
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
            FrontProxyHeaders.Set(request.Headers, Aggregator);
            using var response = await For(address).SendAsync(request, deadline.Token);
            return (response.StatusCode, response.IsSuccessStatusCode ? await ReadAsync(response.Content, deadline.Token) : []);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WebhookCallException($"Get \"{address.Url}\": context deadline exceeded", innerException: e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            Exception cause = e;
            while (cause is not WebhookCallException && cause.InnerException is { } inner) cause = inner;
            throw new WebhookCallException($"Get \"{address.Url}\": {cause.Message}", innerException: e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => connections.Dispose();

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken);
        return await content.ReadAsByteArrayAsync(cancellationToken);
    }
}

namespace Kite.Agent.Join;

/// <summary>Sends requests over connections that were made with the current certificate. Those made with an older one end with the requests that are under way on them.</summary>
internal sealed class RenewedHandler(ClientCertificate certificate, TimeProvider clock) : HttpMessageHandler
{
    private readonly Lock gate = new();
    private NodeCredentials? shown;
    private HttpMessageInvoker? connections;

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Connections().SendAsync(request, cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) connections?.Dispose();
        base.Dispose(disposing);
    }

    private HttpMessageInvoker Connections()
    {
        lock (gate)
        {
            var current = certificate.Current;
            if (connections is not null && ReferenceEquals(shown, current)) return connections;
            connections?.Dispose();
            shown = current;
            return connections = new HttpMessageInvoker(current.CreateHandler(clock));
        }
    }
}

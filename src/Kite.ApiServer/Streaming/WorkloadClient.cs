namespace Kite.ApiServer.Streaming;

/// <summary>Connections to pods, for the proxies. As upstream, certificates of pods aren't checked: there is no authority that could have signed them all.</summary>
internal sealed class WorkloadClient : IDisposable
{
    private readonly SocketsHttpHandler handler = new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
#pragma warning disable CA5359 // As upstream: pods serve with certificates that no authority of the cluster has signed.
        SslOptions = new() { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
    };

    public WorkloadClient() => Invoker = new HttpMessageInvoker(handler);

    /// <summary>Sends requests.</summary>
    public HttpMessageInvoker Invoker { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Invoker.Dispose();
        handler.Dispose();
    }
}

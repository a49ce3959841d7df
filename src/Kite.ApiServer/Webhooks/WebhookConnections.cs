namespace Kite.ApiServer.Webhooks;

/// <summary>Pools of connections, one for each way to trust and to be trusted; a bounded number of them, the oldest goes first.</summary>
/// <param name="dialer">How Services are reached.</param>
/// <param name="configure">Changes how a pool is set up; null for nothing.</param>
internal sealed class WebhookConnections(WebhookDialer dialer, Action<SocketsHttpHandler>? configure = null) : IDisposable
{
    private const int MaxPools = 200;

    private readonly Lock gate = new();
    private readonly Dictionary<PoolKey, SocketsHttpHandler> pools = [];
    private readonly Queue<PoolKey> order = new();

    /// <summary>What sends requests to an address.</summary>
    /// <exception cref="WebhookCallException">The address names authorities that can't be read.</exception>
    public HttpMessageInvoker For(WebhookAddress address)
    {
        var key = new PoolKey(address.IsService, address.Authorities, address.IsInsecure, address.ServerName, address.Client?.Thumbprint ?? "");
        lock (gate)
        {
            if (pools.TryGetValue(key, out var pool)) return new(pool, disposeHandler: false);
            pool = Create(address);
            configure?.Invoke(pool);
            // Evicted pools aren't disposed: calls may be under way; their idle connections end by themselves.
            if (order.Count == MaxPools) pools.Remove(order.Dequeue());
            pools.Add(key, pool);
            order.Enqueue(key);
            return new(pool, disposeHandler: false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var pool in pools.Values) pool.Dispose();
            pools.Clear();
        }
    }

    private SocketsHttpHandler Create(WebhookAddress address) => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        // Endpoints change: a new connection now and then finds the new ones.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        SslOptions = new ServerTrust(address.Authorities, address.IsInsecure).ToOptions(address.ServerName, address.Client is { } client ? () => client : null),
        ConnectCallback = address.IsService
            ? (context, cancellationToken) => dialer.ConnectToServiceAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken)
            : (context, cancellationToken) => WebhookDialer.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken),
    };

    private sealed record PoolKey(bool IsService, string Authorities, bool IsInsecure, string ServerName, string Client);
}

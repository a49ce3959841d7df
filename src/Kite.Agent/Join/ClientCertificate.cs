using Kite.Api.Errors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Join;

/// <summary>
/// Keeps the certificate that a node proves itself with, without a restart: renewed with itself when two thirds of its life are over, and got anew with the join token
/// where it has expired, because the node was away or its clock jumped.
/// </summary>
public sealed partial class ClientCertificate(NodeBootstrap bootstrap, JoinOptions options, NodeCredentials credentials, TimeProvider clock, ILogger<ClientCertificate> logger) : BackgroundService
{
    /// <summary>How often the clock is looked at: it may jump, and timers don't.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private volatile NodeCredentials current = credentials;

    /// <summary>What the node proves itself with now.</summary>
    public NodeCredentials Current => current;

    /// <summary>A connection handler that always shows the current certificate: requests after a renewal go over new connections.</summary>
    public HttpMessageHandler CreateHandler() => new RenewedHandler(this, clock);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (current.IsDue(clock.GetUtcNow())) await RenewAsync(stoppingToken);
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            current = await bootstrap.EnsureCredentialsAsync(options, cancellationToken);
        }
        catch (Exception e) when (e is JoinException or HttpRequestException or ApiStatusException)
        {
            Log.NotRenewed(logger, options.NodeName, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The certificate of {Node} could not be renewed: {Error}")]
        public static partial void NotRenewed(ILogger logger, string node, string error);
    }
}

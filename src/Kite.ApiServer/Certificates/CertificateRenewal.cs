using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Certificates;

/// <summary>Looks once in a while whether a certificate is due; a cluster that is left alone for years must not die of expiry, nor one that began with a clock that was years behind.</summary>
internal sealed partial class CertificateRenewal(ClusterCertificates certificates, TimeProvider timeProvider, ILogger<CertificateRenewal> logger) : BackgroundService
{
    /// <summary>How often the clock is looked at: it may jump, and timers don't.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (certificates.Renew()) Log.Renewed(logger, certificates.Serving.NotAfter);
            }
            catch (Exception e) when (e is PkiException or IOException or UnauthorizedAccessException)
            {
                Log.RenewalFailed(logger, e);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Certificates renewed, the server's is valid until {NotAfter}")]
        public static partial void Renewed(ILogger logger, DateTime notAfter);

        [LoggerMessage(LogLevel.Error, "Certificates could not be renewed; the next attempt is in a minute")]
        public static partial void RenewalFailed(ILogger logger, Exception exception);
    }
}

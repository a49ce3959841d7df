using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Join;

/// <summary>Keeps the certificate that a joined node's kubelet serves with: asked of the cluster once the node is registered, kept in memory, and asked for again when two thirds of its life are over.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/#client-and-serving-certificates"/></remarks>
public sealed partial class ServingCertificate(IApiClient client, string nodeName, TimeProvider timeProvider, ILogger<ServingCertificate> logger) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    /// <summary>How often the clock is looked at: it may jump, and timers don't.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private volatile X509Certificate2? current;
    private bool isTold;

    /// <summary>The certificate as it is to be shown now.</summary>
    /// <exception cref="InvalidOperationException">The cluster has not signed it yet.</exception>
    public X509Certificate2 Current() => current ?? throw new InvalidOperationException("the cluster has not signed the kubelet's serving certificate yet");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true) await Task.Delay(await StepAsync(stoppingToken), timeProvider, stoppingToken);
    }

    private bool IsDue(X509Certificate2 certificate) =>
        timeProvider.GetUtcNow().UtcDateTime >= certificate.NotBefore.ToUniversalTime() + ((certificate.NotAfter - certificate.NotBefore) * 2 / 3);

    private async Task<TimeSpan> StepAsync(CancellationToken cancellationToken)
    {
        if (current is { } known && !IsDue(known)) return Period;
        try
        {
            if (await client.Resource<Node>().FindAsync(null, nodeName, cancellationToken) is not { } node) return RetryDelay;
            var addresses = node.Status.Addresses.Select(address => IPAddress.TryParse(address.Address, out var parsed) ? parsed : null).OfType<IPAddress>().ToArray();
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var pem = await new CertificateSigning(client, timeProvider).RequestServingAsync(nodeName, addresses, key, cancellationToken);
            using var signed = X509Certificate2.CreateFromPem(pem);
            current = signed.CopyWithPrivateKey(key);
            Log.Signed(logger, nodeName, current.NotAfter);
            isTold = false;
            return Period;
        }
        catch (Exception e) when (e is HttpRequestException or ApiStatusException or JoinException)
        {
            // Once: a server may be away for days.
            if (!isTold) Log.NotSigned(logger, nodeName, e.Message);
            isTold = true;
            return RetryDelay;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Serving certificate of {Node} signed, valid until {NotAfter}")]
        public static partial void Signed(ILogger logger, string node, DateTime notAfter);

        [LoggerMessage(LogLevel.Warning, "The serving certificate of {Node} is not signed yet: {Error}")]
        public static partial void NotSigned(ILogger logger, string node, string error);
    }
}

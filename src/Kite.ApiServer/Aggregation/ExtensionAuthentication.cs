using System.Text.Json;
using System.Threading.Channels;
using Kite.Api.Errors;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.ApiServer.Certificates;
using Kite.ApiServer.Startup;
using Kite.ApiServer.WatchCache;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Aggregation;

/// <summary>Keeps <c>kube-system/extension-apiserver-authentication</c>, from which other API servers learn whom to trust: who has a certificate of the cluster's, and this server when it passes on a request.</summary>
internal sealed partial class ExtensionAuthentication(ClusterCertificates certificates, ResourceCaches caches, ServerClient server, TimeProvider time, ILogger<ExtensionAuthentication> logger) : BackgroundService
{
    private const string Namespace = "kube-system";
    private const string Name = "extension-apiserver-authentication";
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly ResourceCache configMaps = caches.Of(ConfigMap.Resource);
    private readonly Channel<bool> changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private Dictionary<string, string> Data => new(StringComparer.Ordinal)
    {
        ["client-ca-file"] = certificates.Issuer.CertificatePem,
        ["requestheader-allowed-names"] = List(FrontProxyCertificates.UserName),
        ["requestheader-client-ca-file"] = certificates.FrontProxy.Issuer.CertificatePem,
        ["requestheader-extra-headers-prefix"] = List(FrontProxyHeaders.ExtraPrefix),
        ["requestheader-group-headers"] = List(FrontProxyHeaders.Group),
        ["requestheader-uid-headers"] = List(FrontProxyHeaders.Uid),
        ["requestheader-username-headers"] = List(FrontProxyHeaders.User),
    };

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        configMaps.Changed += OnChange;
        Wake();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        configMaps.Changed -= OnChange;
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in changes.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await ReconcileAsync(stoppingToken);
            }
            catch (ApiStatusException e)
            {
                // The namespace may not be there yet.
                Log.NotReconciled(logger, e.Message);
                await Task.Delay(RetryAfter, time, stoppingToken);
                Wake();
            }
        }
    }

    private static string List(string name) => $"[\"{JsonEncodedText.Encode(name)}\"]";

    private void Wake() => changes.Writer.TryWrite(true);

    private void OnChange(CacheEvent change)
    {
        if (change.Subject.Key is { Name: Name, Namespace: Namespace }) Wake();
    }

    private async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        var resource = server.Client.Resource<ConfigMap>();
        var data = Data;
        var found = await resource.FindAsync(Namespace, Name, cancellationToken);
        if (found is null) await resource.CreateAsync(new ConfigMap { Metadata = new ObjectMeta { Name = Name, Namespace = Namespace }, Data = data }, cancellationToken);
        else if (data.Any(pair => found.Data.GetValueOrDefault(pair.Key) != pair.Value)) await resource.UpdateAsync(found with { Data = data }, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "What other API servers trust could not be written yet: {Reason}")]
        public static partial void NotReconciled(ILogger logger, string reason);
    }
}

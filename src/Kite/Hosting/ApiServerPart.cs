using Kite.ApiServer;
using Kite.ApiServer.Certificates;
using Kite.ApiServer.Encryption;
using Kite.ApiServer.Streaming;
using Kite.Configuration;
using Kite.Storage;
using Microsoft.Extensions.Logging;

namespace Kite.Hosting;

/// <summary>Composes the store and the API server.</summary>
internal static class ApiServerPart
{
    public static Part Build(ServerConfiguration configuration, ClusterCertificates certificates, ILoggerFactory loggers) => Part.Build("API server", loggers, services => services
        .AddSqliteStore(options => options.Path = configuration.StorePath)
        .AddApiServer(new ApiServerOptions
        {
            Listen = configuration.Listen,
            ServingCertificate = _ => certificates.Serving,
            AdvertiseAddress = configuration.AdvertiseAddress,
            ServiceCidr = string.Join(',', configuration.Node.ServiceCidrs),
            DisabledAdmissionPlugins = configuration.DisabledAdmissionPlugins,
            Audit = configuration.Traffic.Audit,
            CorsAllowedOrigins = configuration.Traffic.CorsAllowedOrigins,
            ShutdownDelay = configuration.Traffic.ShutdownDelay,
            MaxRequestsInflight = configuration.Traffic.MaxRequestsInflight,
            MaxMutatingRequestsInflight = configuration.Traffic.MaxMutatingRequestsInflight,
        })
        .AddApiServerSecurity(certificates, configuration.Node.ClusterDomain, configuration.Security)
        .AddEncryptionAtRest(configuration.Encryption)
        .AddStreaming());

    /// <summary>The certificates of the cluster, made on the first start.</summary>
    public static Task<ClusterCertificates> OpenCertificatesAsync(ServerConfiguration configuration, CancellationToken cancellationToken) => ClusterCertificates.OpenAsync(
        configuration.CertificatesDirectory,
        new ClusterCertificatesOptions
        {
            NodeName = configuration.Node.NodeName,
            ClusterDomain = configuration.Node.ClusterDomain,
            ServiceAddresses = [NetworkAddresses.Nth(configuration.Node.ServiceCidr, 1)],
            ExtraNames = [configuration.AdvertiseAddress.ToString(), .. configuration.TlsSans],
        },
        TimeProvider.System,
        cancellationToken);

    /// <summary>Writes the administrator's kubeconfig, now and whenever its certificate is renewed.</summary>
    public static void KeepKubeconfig(ServerConfiguration configuration, ClusterCertificates certificates)
    {
        void Write() => KubeconfigWriter.Write(configuration.KubeconfigPath, configuration.LocalServer, certificates.Issuer.Certificate, "kubernetes-admin", certificates.Admin);
        Write();
        certificates.Renewed += Write;
    }
}

using Kite.Agent.Dns;
using Kite.Api.Client;
using Kite.ApiServer.Certificates;
using Kite.Configuration;
using Kite.ControlPlane.Controllers;
using Kite.ControlPlane.Controllers.CertificateSigningRequests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kite.Hosting;

/// <summary>Composes the controllers.</summary>
internal static class ControlPlanePart
{
    public static Part Build(NodeConfiguration node, ClusterCertificates certificates, IApiClient client, ILoggerFactory loggers) => Part.Build("controllers", loggers, services => services
        .AddClient(client)
        .AddControllers(new ControllerOptions
        {
            RootCaBundle = certificates.Issuer.Certificate.ExportCertificatePem() + "\n",
            ClusterCidrs = [node.ClusterCidr],
        })
        .AddCertificateSigning(new ClusterSigner(certificates))
        .AddClusterDnsService(new ClusterDnsOptions { Address = node.ClusterDns, Domain = node.ClusterDomain, ClusterCidr = node.ClusterCidr, ServiceCidr = node.ServiceCidr })
        .AddHostedService<ControllerRunner>());
}

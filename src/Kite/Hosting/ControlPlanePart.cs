using Kite.Api.Client;
using Kite.ApiServer.Authentication.ServiceAccounts;
using Kite.ApiServer.Certificates;
using Kite.Configuration;
using Kite.ControlPlane.Controllers;
using Kite.ControlPlane.Controllers.CertificateSigningRequests;
using Kite.ControlPlane.Controllers.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kite.Hosting;

/// <summary>Composes the controllers.</summary>
internal static class ControlPlanePart
{
    public static Part Build(NodeConfiguration node, ClusterCertificates certificates, ServiceAccountSecretTokens tokens, InProcessClients clients, WorkQueueRegistry queues, ILoggerFactory loggers) => Part.Build("controllers", loggers, services => services
        // Informers are shared, and so is the name they read under; what a controller writes, it writes under its own.
        .AddClient(clients.For("kube-controller-manager", "system:kube-controller-manager"))
        .AddSingleton<IControllerClients>(clients)
        .AddControllers(new ControllerOptions
        {
            RootCaBundle = certificates.Issuer.Certificate.ExportCertificatePem() + "\n",
            ClusterCidrs = [node.ClusterCidr],
        })
        .AddCertificateSigning(new ClusterSigner(certificates))
        .AddTokenSecrets(new ClusterTokens(tokens))
        .AddSingleton(queues)
        .AddHostedService<ControllerRunner>());
}

using Kite.Agent.Memory;
using Kite.Agent.Server;
using Kite.Api.Client;
using Kite.ApiServer.Authentication.ServiceAccounts;
using Kite.ApiServer.Bootstrap;
using Kite.ApiServer.Certificates;
using Kite.ApiServer.Configuration;
using Kite.ApiServer.InProcess;
using Kite.Configuration;
using Kite.Preflight;
using Kite.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kite.Hosting;

/// <summary>Runs <c>kite server</c> from preflight to stop.</summary>
internal static class ServerHost
{
    /// <summary>Runs until asked to stop, or until a part fails.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">Something that the server needs isn't there; nothing was started.</exception>
    public static async Task<int> RunAsync(ServerConfiguration configuration, CancellationToken cancellationToken)
    {
        await CheckAsync(configuration, cancellationToken);
        using var signals = new Signals(cancellationToken);
        using var loggers = LoggerFactory.Create(logging => logging.AddKite(configuration.Node.LogLevel));
        try
        {
            return await RunAsync(configuration, loggers, signals.Stopping);
        }
        catch (Exception e) when (e is StoreUnavailableException or PkiException or ConfigurationException)
        {
            throw new UsageException(e.Message, e);
        }
        catch (OperationCanceledException) when (signals.Stopping.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static async Task CheckAsync(ServerConfiguration configuration, CancellationToken cancellationToken)
    {
        if (!configuration.DisableAgent) Checks.Root();
        Checks.Writable(configuration.Node.DataDirectory, CommonSettings.DataDir.Name);
        Checks.Writable(Path.GetDirectoryName(configuration.KubeconfigPath)!, ServerSettings.WriteKubeconfig.Name);
        Checks.Port(configuration.Listen);
        if (configuration.DisableAgent) return;
        await Checks.NodeAsync(configuration.Node, cancellationToken);
    }

    private static async Task<int> RunAsync(ServerConfiguration configuration, ILoggerFactory loggers, CancellationToken stopping)
    {
        using var certificates = await ApiServerPart.OpenCertificatesAsync(configuration, stopping);
        await using var apiServer = ApiServerPart.Build(configuration, certificates, loggers);
        await apiServer.StartAsync(stopping);
        ApiServerPart.KeepKubeconfig(configuration, certificates);

        var clients = new InProcessClients(apiServer.Services.GetRequiredService<InProcessHandlers>());
        await BootstrapAsync(configuration, certificates, clients.For("kite", "system:apiserver", "system:masters"), stopping);
        await using var running = new PartGroup(
        [
            ControlPlanePart.Build(configuration.Node, certificates, apiServer.Services.GetRequiredService<ServiceAccountSecretTokens>(), clients, apiServer.Services.GetRequiredService<WorkQueueRegistry>(), loggers),
            ClusterDnsPart.Build(configuration.Node, clients.For("cluster-dns"), loggers),
            SchedulerPart.Build(clients.For("kube-scheduler", "system:kube-scheduler"), loggers),
            Part.Build("memory", loggers, services => services.AddHostedService<ResidentMemory>()),
        ]);
        if (!configuration.DisableAgent)
        {
            var serving = new NodeServingCertificate(certificates, configuration.Node.NodeName, configuration.Node.NodeAddress, TimeProvider.System);
            var kubelet = new KubeletServerOptions { ServingCertificate = serving.Current, ClientAuthority = certificates.Issuer.Certificate };
            running.Add(NodePart.Build(configuration.Node, clients.For("kubelet", $"system:node:{configuration.Node.NodeName}", "system:nodes"), kubelet, loggers));
        }
        await running.StartAsync(stopping);

        var systemd = new NotifySocket(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));
        systemd.Ready();
        var failure = await running.WaitAsync([apiServer], stopping);
        systemd.Stopping();
        return failure is null ? 0 : 1;
    }

    private static async Task BootstrapAsync(ServerConfiguration configuration, ClusterCertificates certificates, IApiClient client, CancellationToken cancellationToken)
    {
        await new ClusterBootstrap(client, certificates, configuration.AdvertisedServer).EnsureAsync(cancellationToken);
        await new JoinTokens(client, certificates, TimeProvider.System).EnsureServerTokenAsync(configuration.TokenPath, cancellationToken);
    }
}

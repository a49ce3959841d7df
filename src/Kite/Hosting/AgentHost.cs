using Kite.Agent.Join;
using Kite.Agent.Memory;
using Kite.Agent.Server;
using Kite.Api.Client;
using Kite.Configuration;
using Kite.Preflight;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Hosting;

/// <summary>Runs <c>kite agent</c> from preflight to stop.</summary>
internal static class AgentHost
{
    private static readonly TimeSpan JoinRetry = TimeSpan.FromSeconds(2);

    /// <summary>Runs until asked to stop, or until a part fails. A server that can't be reached is waited for.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">Something that the agent needs isn't there, or the server refuses the node.</exception>
    public static async Task<int> RunAsync(AgentConfiguration configuration, CancellationToken cancellationToken)
    {
        Checks.Root();
        Checks.Writable(configuration.Node.DataDirectory, CommonSettings.DataDir.Name);
        await Checks.NodeAsync(configuration.Node, cancellationToken);
        using var signals = new Signals(cancellationToken);
        using var loggers = LoggerFactory.Create(logging => logging.AddKite(configuration.Node.LogLevel));
        try
        {
            return await RunAsync(configuration, loggers, signals.Stopping);
        }
        catch (JoinException e)
        {
            throw new UsageException(e.Message, e);
        }
        catch (OperationCanceledException) when (signals.Stopping.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static async Task<int> RunAsync(AgentConfiguration configuration, ILoggerFactory loggers, CancellationToken stopping)
    {
        var bootstrap = new NodeBootstrap(TimeProvider.System, loggers.CreateLogger<NodeBootstrap>());
        var credentials = await JoinAsync(bootstrap, configuration, loggers, stopping);
        using var identity = new ClientCertificate(bootstrap, configuration.JoinOptions, credentials, TimeProvider.System, loggers.CreateLogger<ClientCertificate>());
        using var handler = identity.CreateHandler();
        using var invoker = new HttpMessageInvoker(handler);
        var client = new HttpApiClient(invoker, configuration.Server, "kubelet");
        using var serving = new ServingCertificate(client, configuration.Node.NodeName, TimeProvider.System, loggers.CreateLogger<ServingCertificate>());
        await using var running = new PartGroup(
        [
            Part.Build("certificates", loggers, services => services.AddSingleton<IHostedService>(identity).AddSingleton<IHostedService>(serving)),
            NodePart.Build(configuration.Node, client, new KubeletServerOptions { ServingCertificate = serving.Current, ClientAuthority = credentials.Authority }, loggers),
            Part.Build("memory", loggers, services => services.AddHostedService<ResidentMemory>()),
        ]);
        await running.StartAsync(stopping);

        var systemd = new NotifySocket(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));
        systemd.Ready();
        var failure = await running.WaitAsync([], stopping);
        systemd.Stopping();
        return failure is null ? 0 : 1;
    }

    private static async Task<NodeCredentials> JoinAsync(NodeBootstrap bootstrap, AgentConfiguration configuration, ILoggerFactory loggers, CancellationToken stopping)
    {
        var logger = loggers.CreateLogger("Kite.Hosting.Agent");
        while (true)
        {
            try
            {
                return await bootstrap.EnsureCredentialsAsync(configuration.JoinOptions, stopping);
            }
            catch (HttpRequestException e)
            {
                HostLog.ServerAway(logger, configuration.Server, e.Message);
                await Task.Delay(JoinRetry, stopping);
            }
        }
    }
}

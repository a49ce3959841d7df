using Kite.Api.Errors;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Microsoft.Extensions.Hosting;

namespace Kite.ApiServer.Startup;

/// <summary>Creates the namespaces that every cluster has, before the server listens.</summary>
internal sealed class SystemNamespaces(ServerClient server) : IHostedService
{
    private static readonly string[] Names = ["default", "kube-system", "kube-public", "kube-node-lease"];

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var namespaces = server.Client.Resource<Namespace>();
        foreach (var name in Names)
        {
            if (await namespaces.FindAsync(null, name, cancellationToken) is not null) continue;
            try
            {
                await namespaces.CreateAsync(new Namespace { Metadata = new ObjectMeta { Name = name } }, cancellationToken);
            }
            catch (ApiStatusException e) when (e.Reason == StatusReason.AlreadyExists)
            {
                // Another server of the same cluster was faster.
            }
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

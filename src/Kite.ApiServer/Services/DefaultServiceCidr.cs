using Kite.Api.Errors;
using Kite.Api.Models.MetaV1;
using Kite.Api.Models.NetworkingV1;
using Kite.ApiServer.Startup;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Services;

/// <summary>Makes the ServiceCIDR <c>kubernetes</c> of the server's setting before anybody needs an address; one range that becomes two is followed, any other change is left to the operator.</summary>
internal sealed partial class DefaultServiceCidr(ApiServerOptions options, ServerClient server, ILogger<DefaultServiceCidr> logger) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => EnsureAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Makes it where it is missing.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var cidrs = server.Client.Resource<ServiceCIDR>();
        var found = await cidrs.FindAsync(null, ServiceCidrFacts.DefaultName, cancellationToken);
        if (found is null)
        {
            try
            {
                await cidrs.CreateAsync(new ServiceCIDR { Metadata = new ObjectMeta { Name = ServiceCidrFacts.DefaultName }, Spec = new ServiceCIDRSpec { Cidrs = [.. options.ServiceCidrs] } }, cancellationToken);
            }
            catch (ApiStatusException e) when (e.Reason == StatusReason.AlreadyExists)
            {
                // Somebody else was faster.
            }
            return;
        }
        var stored = found.Spec?.Cidrs ?? [];
        if (stored.Count == 1 && options.ServiceCidrs.Count == 2 && stored[0] == options.ServiceCidrs[0])
            await cidrs.UpdateAsync(found with { Spec = new ServiceCIDRSpec { Cidrs = [.. options.ServiceCidrs] } }, cancellationToken);
        else if (!stored.SequenceEqual(options.ServiceCidrs)) Log.Differs(logger, string.Join(",", stored), options.ServiceCidr);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The ServiceCIDR kubernetes has {Stored}, the setting service-cidr {Configured}: make them agree, or add a ServiceCIDR")]
        public static partial void Differs(ILogger logger, string stored, string configured);
    }
}

using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Dns;

/// <summary>Makes the Service kube-system/kube-dns, by which clients and tests find the cluster DNS IP. It needs no endpoints: every node answers on the address itself.</summary>
internal sealed partial class DnsService(IApiClient client, ClusterDnsOptions options, TimeProvider time, ILogger<DnsService> logger) : BackgroundService
{
    private const string Namespace = "kube-system";
    private const string Name = "kube-dns";
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryCreateAsync(stoppingToken)) await Task.Delay(Retry, time, stoppingToken);
    }

    private async Task<bool> TryCreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await client.Resource<Service>().FindAsync(Namespace, Name, cancellationToken) is null)
                await client.Resource<Service>().CreateAsync(Desired(), cancellationToken);
            return true;
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.AlreadyExists)
        {
            return true;
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound)
        {
            return false; // The namespace is still to come.
        }
        catch (Exception e) when (e is ApiStatusException or HttpRequestException)
        {
            Log.CreateFailed(logger, e.Message);
            return false;
        }
    }

    private Service Desired() => new()
    {
        Metadata = new ObjectMeta
        {
            Namespace = Namespace,
            Name = Name,
            Labels = new Dictionary<string, string> { ["k8s-app"] = Name, ["kubernetes.io/cluster-service"] = "true", ["kubernetes.io/name"] = "KubeDNS" },
        },
        Spec = new ServiceSpec
        {
            ClusterIP = options.Address.ToString(),
            Ports =
            [
                new ServicePort { Name = "dns", Protocol = "UDP", Port = options.Port, TargetPort = new IntOrString(options.Port) },
                new ServicePort { Name = "dns-tcp", Protocol = "TCP", Port = options.Port, TargetPort = new IntOrString(options.Port) },
            ],
        },
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Creating the Service kube-system/kube-dns failed: {Reason}; trying again")]
        public static partial void CreateFailed(ILogger logger, string reason);
    }
}

using System.Net;
using System.Net.Sockets;
using Kite.Api.Errors;
using Kite.Api.Models;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.DiscoveryV1;
using Kite.Api.Models.MetaV1;
using Kite.ApiServer.Listening;
using Kite.ApiServer.Startup;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Services;

/// <summary>Keeps <c>default/kubernetes</c>, by which pods reach the API: the Service at the first cluster IP and the endpoint where this server is.</summary>
internal sealed partial class KubernetesService(ApiServerOptions options, ListenerAddress listener, ServerClient server, TimeProvider time, ILogger<KubernetesService> logger)
    : BackgroundService
{
    private const string Name = "kubernetes";
    private const string Namespace = "default";
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private int Port => options.AdvertisePort > 0 ? options.AdvertisePort : listener.Port;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.AdvertiseAddress is { } loopback && IPAddress.IsLoopback(loopback)) Log.NoEndpoint(logger, loopback);
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await ReconcileAsync(stoppingToken);
            }
            catch (ApiStatusException e)
            {
                Log.ReconcileFailed(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        if (Port == 0) return;
        await ReconcileAsync(Service(), (found, _) => found, cancellationToken);
        // Inside a pod, loopback is the pod itself: no endpoint may have such an address.
        if (options.AdvertiseAddress is not { } address || IPAddress.IsLoopback(address)) return;
        await ReconcileAsync(EndpointSlice(address), (found, wanted) => found with { Endpoints = wanted.Endpoints, Ports = wanted.Ports }, cancellationToken);
        await ReconcileAsync(Endpoints(address.ToString()), (found, wanted) => found with { Subsets = wanted.Subsets }, cancellationToken);
    }

    private async Task ReconcileAsync<T>(T wanted, Func<T, T, T> merge, CancellationToken cancellationToken)
        where T : class, IApiObject<T>
    {
        var resource = server.Client.Resource<T>();
        var found = await resource.FindAsync(Namespace, Name, cancellationToken);
        if (found is null) await resource.CreateAsync(wanted, cancellationToken);
        else if (merge(found, wanted) is var merged && !merged.Equals(found)) await resource.UpdateAsync(merged, cancellationToken);
    }

    private Service Service() => new()
    {
        Metadata = new ObjectMeta { Name = Name, Namespace = Namespace, Labels = new Dictionary<string, string> { ["component"] = "apiserver", ["provider"] = Name } },
        Spec = new ServiceSpec
        {
            Type = "ClusterIP",
            ClusterIP = new ServiceRange(options.ServiceCidrs[0]).First,
            Ports = [new ServicePort { Name = "https", Port = 443, Protocol = "TCP", TargetPort = Port }],
            SessionAffinity = "None",
        },
    };

    private EndpointSlice EndpointSlice(IPAddress address) => new()
    {
        Metadata = new ObjectMeta { Name = Name, Namespace = Namespace, Labels = new Dictionary<string, string> { ["kubernetes.io/service-name"] = Name } },
        AddressType = address.AddressFamily is AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4",
        Endpoints = [new Endpoint { Addresses = [address.ToString()], Conditions = new EndpointConditions { Ready = true } }],
        Ports = [new Api.Models.DiscoveryV1.EndpointPort { Name = "https", Port = Port, Protocol = "TCP" }],
    };

    private Endpoints Endpoints(string address) => new()
    {
        Metadata = new ObjectMeta { Name = Name, Namespace = Namespace, Labels = new Dictionary<string, string> { ["endpointslice.kubernetes.io/skip-mirror"] = "true" } },
        Subsets = [new EndpointSubset { Addresses = [new EndpointAddress { Ip = address }], Ports = [new Api.Models.CoreV1.EndpointPort { Name = "https", Port = Port, Protocol = "TCP" }] }],
    };

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The kubernetes service could not be brought up to date; trying again")]
        public static partial void ReconcileFailed(ILogger logger, Exception error);

        [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The server is known by {Address} alone, which no pod can reach it at: the kubernetes service has no endpoint. Give the host a network, or set advertise-address")]
        public static partial void NoEndpoint(ILogger logger, IPAddress address);
    }
}

using System.Globalization;
using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using Kite.Agent.Runtime;

namespace Kite.Agent.Network.Docker;

/// <summary>Docker's networks, over the Engine API.</summary>
internal sealed class DockerNetworks(Uri endpoint) : IDockerNetworks, IDisposable
{
    private const string KiteLabel = "io.kite.network";
    private const string BridgeOption = "com.docker.network.bridge.name";
    private const string MtuOption = "com.docker.network.driver.mtu";

    // From this version on Docker refuses traffic to unpublished ports unless told otherwise; earlier ones don't know the mode.
    private static readonly System.Version UnprotectedMode = new(1, 48);
    private readonly DockerClient client = new DockerClientBuilder().WithEndpoint(endpoint).WithTimeout(Timeout.InfiniteTimeSpan).Build();

    public void Dispose() => client.Dispose();

    public Task<DockerNetwork?> FindAsync(string name, CancellationToken cancellationToken) => CallAsync(
        async () =>
        {
            try
            {
                return Read(await client.Networks.InspectNetworkAsync(name, cancellationToken));
            }
            catch (DockerApiException e) when (e.StatusCode is HttpStatusCode.NotFound)
            {
                return null;
            }
        },
        cancellationToken);

    public Task CreateAsync(DockerNetwork network, CancellationToken cancellationToken) => CallAsync(
        async () =>
        {
            var parameters = new NetworksCreateParameters
            {
                Name = network.Name,
                Driver = "bridge",
                IPAM = new IPAM { Driver = "default", Config = [new IPAMConfig { Subnet = $"{network.Subnet}", Gateway = $"{network.Gateway}" }] },
                Options = await OptionsAsync(network, cancellationToken),
                Labels = new Dictionary<string, string> { [KiteLabel] = "true" },
            };
            return await client.Networks.CreateNetworkAsync(parameters, cancellationToken);
        },
        cancellationToken);

    public Task RemoveAsync(string name, CancellationToken cancellationToken) => CallAsync(
        async () =>
        {
            try
            {
                await client.Networks.DeleteNetworkAsync(name, cancellationToken);
            }
            catch (DockerApiException e) when (e.StatusCode is HttpStatusCode.NotFound)
            {
                // Gone already.
            }
            return true;
        },
        cancellationToken);

    public Task WatchAsync(string name, Action<PodNetworkEvent> handler, CancellationToken cancellationToken) => CallAsync(
        async () =>
        {
            var filter = new ContainerEventsParameters { Filters = Filter("type", "network") };
            await client.System.MonitorEventsAsync(filter, new EventSink(name, handler), cancellationToken);
            return true;
        },
        cancellationToken);

    public Task<int> RemoveContainersAsync(string? nodeName, CancellationToken cancellationToken) => CallAsync(
        async () =>
        {
            var found = await client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = Filter("label", nodeName is null ? RuntimeLabels.Node : $"{RuntimeLabels.Node}={nodeName}") }, cancellationToken);
            foreach (var container in found) await RemoveContainerAsync(container.ID, cancellationToken);
            return found.Count;
        },
        cancellationToken);

    private static Dictionary<string, IDictionary<string, bool>> Filter(string key, string value) => new() { [key] = new Dictionary<string, bool> { [value] = true } };

    private static DockerNetwork Read(NetworkResponse network)
    {
        var range = network.IPAM?.Config?.FirstOrDefault();
        return new DockerNetwork
        {
            Name = network.Name,
            Subnet = IPNetwork.TryParse(range?.Subnet ?? "", out var subnet) ? subnet : null,
            Gateway = IPAddress.TryParse(range?.Gateway ?? "", out var gateway) ? gateway : null,
            Bridge = network.Options?.TryGetValue(BridgeOption, out var bridge) == true ? bridge : "",
            Mtu = network.Options?.TryGetValue(MtuOption, out var mtu) == true ? int.Parse(mtu, CultureInfo.InvariantCulture) : 0,
            IsKites = network.Labels?.ContainsKey(KiteLabel) == true,
            Attached = network.Containers?.Count ?? 0,
        };
    }

    private static async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (DockerApiException e)
        {
            throw new DockerNetworkException($"Docker: {e.Message}", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException or System.Net.Sockets.SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new DockerNetworkException($"Docker can't be reached: {e.Message}", e);
        }
    }

    private async Task<Dictionary<string, string>> OptionsAsync(DockerNetwork network, CancellationToken cancellationToken)
    {
        var options = new Dictionary<string, string>
        {
            [BridgeOption] = network.Bridge,
            [MtuOption] = network.Mtu.ToString(CultureInfo.InvariantCulture),
            ["com.docker.network.bridge.enable_ip_masquerade"] = "false",
            ["com.docker.network.bridge.enable_icc"] = "true",
        };
        var version = await client.System.GetVersionAsync(cancellationToken);
        if (System.Version.TryParse(version.APIVersion, out var api) && api >= UnprotectedMode) options["com.docker.network.bridge.gateway_mode_ipv4"] = "nat-unprotected";
        return options;
    }

    private async Task RemoveContainerAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await client.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellationToken);
        }
        catch (DockerApiException e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // Gone, or on its way: somebody else is removing it.
        }
    }

    private sealed class EventSink(string name, Action<PodNetworkEvent> handler) : IProgress<Message>
    {
        public void Report(Message value)
        {
            if (value.Actor?.Attributes?.TryGetValue("name", out var network) != true || network != name) return;
            if (value.Action == "connect") handler(PodNetworkEvent.Connected);
            else if (value.Action == "destroy") handler(PodNetworkEvent.Removed);
        }
    }
}

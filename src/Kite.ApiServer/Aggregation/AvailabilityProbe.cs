using Kite.ApiServer.Services;
using Kite.ApiServer.Webhooks;

namespace Kite.ApiServer.Aggregation;

/// <summary>Finds out whether the server of an APIService can be asked: by its Service, its endpoints, and by asking it.</summary>
internal sealed class AvailabilityProbe(ServiceEndpoints endpoints, RemoteClient client)
{
    private const int Attempts = 5;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>What was found.</summary>
    public async Task<Availability> CheckAsync(RemoteApiService remote, CancellationToken cancellationToken) => Lacking(remote) ?? await AskAsync(remote, cancellationToken);

    private static Availability Missing(string reason, string message) => new(false, reason, message);

    /// <summary>What the server lacks to be asked at all; null where nothing.</summary>
    private Availability? Lacking(RemoteApiService remote)
    {
        var (name, @namespace) = (remote.ServiceName, remote.ServiceNamespace);
        if (endpoints.Find(@namespace, name) is not { } service) return Missing("ServiceNotFound", $"service/{name} in \"{@namespace}\" is not present");
        // Others lead out of the cluster, where nobody keeps endpoints.
        if (service.Spec.Type is not ("ClusterIP" or "" or null)) return null;
        if (service.Spec.Ports.FirstOrDefault(port => port.Port == remote.Port) is not { } port)
            return Missing("ServicePortError", $"service/{name} in \"{@namespace}\" is not listening on port {remote.Port}");
        if (!endpoints.HasSlices(service)) return Missing("EndpointsNotFound", $"cannot find endpointslices for service/{name} in \"{@namespace}\"");
        if (endpoints.Ready(service, port.Name ?? "").Count == 0)
            return Missing("MissingEndpoints", $"endpointslices for service/{name} in \"{@namespace}\" have no addresses with port name \"{port.Name}\"");
        return null;
    }

    /// <summary>Asks a few times at once, because each may reach another endpoint; one answer is enough.</summary>
    private async Task<Availability> AskAsync(RemoteApiService remote, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = Enumerable.Range(0, Attempts).Select(_ => ProblemAsync(remote, enough.Token)).ToList();
        var problem = "";
        while (asking.Count > 0)
        {
            var answered = await Task.WhenAny(asking);
            asking.Remove(answered);
            if (await answered is not { } found)
            {
                await enough.CancelAsync();
                await Task.WhenAll(asking);
                return Availability.Passed;
            }
            problem = found;
        }
        cancellationToken.ThrowIfCancellationRequested();
        return Missing("FailedDiscoveryCheck", problem);
    }

    private async Task<string?> ProblemAsync(RemoteApiService remote, CancellationToken cancellationToken)
    {
        var url = $"https://{remote.ServiceName}.{remote.ServiceNamespace}.svc:{remote.Port}{remote.Path}";
        try
        {
            // As upstream: who owns the network may as well mislead about this; requests are another matter.
            var (status, _) = await client.GetAsync(remote, remote.Path, Timeout, cancellationToken, isChecked: false);
            return (int)status is >= 200 and < 300 ? null : $"failing or missing response from {url}: bad status from {url}: {(int)status}";
        }
        catch (WebhookCallException e)
        {
            return $"failing or missing response from {url}: {e.Message}";
        }
        catch (OperationCanceledException)
        {
            return "canceled";
        }
    }
}

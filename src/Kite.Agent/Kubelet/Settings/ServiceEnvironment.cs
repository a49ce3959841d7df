using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>The variables by which pods find services without DNS.</summary>
internal sealed class ServiceEnvironment(IInformerFactory informers)
{
    private static readonly ObjectKey ApiServer = new("default", "kubernetes");
    private readonly IInformer<Service> services = informers.For<Service>();

    /// <summary>Waits until all services are known.</summary>
    public Task WaitForSyncAsync(CancellationToken cancellationToken) => services.WaitForSyncAsync(cancellationToken);

    /// <summary>The variables of the API server, and of the namespace's services where the pod wants them.</summary>
    public Dictionary<string, string> For(string @namespace, bool withServices)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (services.Lister.Get(ApiServer) is { } apiServer) Add(variables, apiServer);
        if (!withServices) return variables;
        foreach (var service in services.Lister.List(@namespace).OrderBy(service => service.Metadata.Name, StringComparer.Ordinal)) Add(variables, service);
        return variables;
    }

    private static void Add(Dictionary<string, string> variables, Service service)
    {
        if (service.Spec.ClusterIP is null or "" or "None" || service.Spec.Ports.Count == 0) return;
        var ip = service.Spec.ClusterIP;
        var host = ip.Contains(':') ? $"[{ip}]" : ip;
        var prefix = service.Metadata.Name.ToUpperInvariant().Replace('-', '_');
        variables[$"{prefix}_SERVICE_HOST"] = ip;
        variables[$"{prefix}_SERVICE_PORT"] = service.Spec.Ports[0].Port.ToString();
        foreach (var port in service.Spec.Ports.Where(port => !string.IsNullOrEmpty(port.Name)))
            variables[$"{prefix}_SERVICE_PORT_{port.Name!.ToUpperInvariant().Replace('-', '_')}"] = port.Port.ToString();
        for (var i = 0; i < service.Spec.Ports.Count; i++)
        {
            var port = service.Spec.Ports[i];
            var protocol = (port.Protocol ?? "TCP").ToUpperInvariant();
            var url = $"{protocol.ToLowerInvariant()}://{host}:{port.Port}";
            if (i == 0) variables[$"{prefix}_PORT"] = url;
            var name = $"{prefix}_PORT_{port.Port}_{protocol}";
            variables[name] = url;
            variables[name + "_PROTO"] = protocol.ToLowerInvariant();
            variables[name + "_PORT"] = port.Port.ToString();
            variables[name + "_ADDR"] = ip;
        }
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Kinds;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Services;

/// <summary>The addresses and node ports that a Service has.</summary>
internal sealed record ServiceHoldings(IReadOnlySet<string> Addresses, IReadOnlySet<int> Ports)
{
    /// <summary>Nothing.</summary>
    public static ServiceHoldings None { get; } = new(new HashSet<string>(), new HashSet<int>());

    /// <summary>Reads them off a stored Service; nothing for none.</summary>
    public static ServiceHoldings Of(CachedObject? service) => service is null ? None : Of(JsonCodec.ParseObject(service.Json.Span).Object("spec"));

    /// <summary>Reads them off a Service's spec.</summary>
    public static ServiceHoldings Of(JsonObject? spec)
    {
        if (spec is null || spec.Text("type") == "ExternalName") return None;
        var addresses = spec.Texts("clusterIPs").Append(spec.Text("clusterIP")).Where(address => address is not ("" or "None")).ToHashSet();
        var ports = spec.Objects("ports")
            .Select(port => (int)(port.Integer("nodePort") ?? 0))
            .Append((int)(spec.Integer("healthCheckNodePort") ?? 0))
            .Where(port => port > 0)
            .ToHashSet();
        return new ServiceHoldings(addresses, ports);
    }
}

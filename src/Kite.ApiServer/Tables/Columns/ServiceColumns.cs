using System.Text.Json;

namespace Kite.ApiServer.Tables.Columns;

/// <summary>The tables of Services, endpoints and ingresses.</summary>
internal static class ServiceColumns
{
    public static IReadOnlyDictionary<string, Column[]> All { get; } = new Dictionary<string, Column[]>
    {
        ["services"] =
        [
            Column.ObjectName,
            Column.Text("Type", item => item.Text("spec", "type")),
            Column.Text("Cluster-IP", item => item.Text("spec", "type") == "ExternalName" ? "<none>" : item.TextOr("<none>", "spec", "clusterIP")),
            Column.Text("External-IP", ExternalIp),
            Column.Text("Port(s)", Ports),
            Column.Age,
            Column.Wide("Selector", item => item.At("spec", "selector").Selector()),
        ],
        ["endpoints"] = [Column.ObjectName, Column.Text("Endpoints", EndpointAddresses), Column.Age],
        ["endpointslices.discovery.k8s.io"] =
        [
            Column.ObjectName,
            Column.Text("AddressType", item => item.Text("addressType")),
            Column.Text("Ports", item => Shortened(item.Items("ports").Select(port => port.TextOr("*", "port")), "<unset>")),
            Column.Text("Endpoints", item => Shortened(item.Items("endpoints").SelectMany(endpoint => endpoint.Items("addresses")).Select(address => address.GetString()!), "<unset>")),
            Column.Age,
        ],
        ["ingresses.networking.k8s.io"] =
        [
            Column.ObjectName,
            Column.Text("Class", item => item.TextOr("<none>", "spec", "ingressClassName")),
            Column.Text("Hosts", item => Shortened(item.Items("spec", "rules").Select(rule => rule.Text("host")).OfType<string>(), "*")),
            Column.Text("Address", item => Balancers(item)),
            Column.Text("Ports", item => item.Items("spec", "tls").Any() ? "80, 443" : "80"),
            Column.Age,
        ],
        ["ingressclasses.networking.k8s.io"] =
        [
            Column.ObjectName,
            Column.Text("Controller", item => item.Text("spec", "controller")),
            Column.Text("Parameters", item => item.Text("spec", "parameters", "kind") is { } kind ? $"{kind}{(item.Text("spec", "parameters", "apiGroup") is { } group ? "." + group : "")}/{item.Text("spec", "parameters", "name")}" : "<none>"),
            Column.Age,
        ],
        ["networkpolicies.networking.k8s.io"] = [Column.ObjectName, Column.Text("Pod-Selector", item => item.At("spec", "podSelector").Selector()), Column.Age],
    };

    private static string ExternalIp(JsonElement service)
    {
        var external = string.Join(',', service.Items("spec", "externalIPs").Select(ip => ip.GetString()));
        switch (service.Text("spec", "type"))
        {
            case "ExternalName":
                return service.TextOr("<none>", "spec", "externalName");
            case "LoadBalancer":
                var both = string.Join(',', new[] { Balancers(service), external }.Where(text => text.Length > 0));
                return both.Length == 0 ? "<pending>" : both;
            default:
                return external.Length == 0 ? "<none>" : external;
        }
    }

    private static string Ports(JsonElement service)
    {
        var ports = string.Join(',', service.Items("spec", "ports").Select(port =>
            $"{port.Text("port")}{(port.Count("nodePort") > 0 ? ":" + port.Text("nodePort") : "")}/{port.TextOr("TCP", "protocol")}"));
        return ports.Length == 0 ? "<none>" : ports;
    }

    private static string Balancers(JsonElement item) =>
        string.Join(',', item.Items("status", "loadBalancer", "ingress").Select(ingress => ingress.Text("ip") ?? ingress.Text("hostname")).Distinct().Order(StringComparer.Ordinal));

    private static string EndpointAddresses(JsonElement endpoints)
    {
        var all = endpoints.Items("subsets").SelectMany(subset => subset.Items("ports").Any()
            ? subset.Items("ports").SelectMany(port => subset.Items("addresses").Select(address => HostPort(address.Text("ip")!, port.Text("port"))))
            : subset.Items("addresses").Select(address => address.Text("ip")!));
        return Shortened(all, "<none>");
    }

    private static string HostPort(string address, string? port) => address.Contains(':') ? $"[{address}]:{port}" : $"{address}:{port}";

    private static string Shortened(IEnumerable<string> values, string none)
    {
        var all = values.ToList();
        if (all.Count == 0) return none;
        return all.Count <= 3 ? string.Join(',', all) : $"{string.Join(',', all.Take(3))} + {all.Count - 3} more...";
    }
}

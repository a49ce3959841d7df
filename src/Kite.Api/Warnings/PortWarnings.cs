using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.Warnings;

/// <summary>Warns of ports of a pod that several definitions claim.</summary>
internal static class PortWarnings
{
    internal static void Of(JsonObject spec, FieldPath path, Action<string> warn)
    {
        var known = new Dictionary<(long, string), List<(FieldPath Path, JsonObject Port)>>();
        foreach (var list in ContainerWarnings.Lists)
        {
            if (spec.IsEmpty(list)) continue;
            var at = 0;
            foreach (var container in spec.Objects(list))
            {
                var ports = path.Child(list).Item(at++).Child("ports");
                var index = 0;
                foreach (var port in container.Objects("ports")) Add(port, ports.Item(index++), known, warn);
            }
        }
    }

    private static void Add(JsonObject port, FieldPath path, Dictionary<(long, string), List<(FieldPath Path, JsonObject Port)>> known, Action<string> warn)
    {
        var host = port.Integer("hostPort") ?? 0;
        var ip = port.Text("hostIP");
        if (ip.Length > 0 && host == 0)
            warn($"{path}: hostIP set without hostPort: {{Name:{port.Text("name")} HostPort:0 ContainerPort:{port.Integer("containerPort")} Protocol:{port.Text("protocol")} HostIP:{ip}}}");
        var key = (port.Integer("containerPort") ?? 0, port.Text("protocol"));
        if (!known.TryGetValue(key, out var others)) known[key] = others = [];
        foreach (var (otherPath, other) in others)
        {
            var otherHost = other.Integer("hostPort") ?? 0;
            var otherIp = other.Text("hostIP");
            if (host == otherHost && ip == otherIp) warn($"{path}: duplicate port definition with {otherPath}");
            else if (host == 0 || otherHost == 0) warn($"{path}: overlapping port definition with {otherPath}");
            else if (host == otherHost && (ip.Length == 0) != (otherIp.Length == 0)) warn($"{path}: dangerously ambiguous port definition with {otherPath}");
        }
        others.Add((path, port));
    }
}

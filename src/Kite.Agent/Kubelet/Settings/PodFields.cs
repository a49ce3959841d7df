using System.Text;
using Kite.Agent.Runtime;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>The downward API: what a pod may ask about itself.</summary>
internal static class PodFields
{
    /// <summary>The value of a field path; null where there is no such field.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="path">The path, such as <c>metadata.labels['app']</c>.</param>
    /// <param name="sandbox">The pod's sandbox, for its addresses; null before it exists.</param>
    /// <param name="hostAddress">The node's address.</param>
    public static string? Field(Pod pod, string path, RuntimeContainer? sandbox = null, string hostAddress = "")
    {
        if (Subscript(path, "metadata.labels") is { } label) return pod.Metadata.Labels.GetValueOrDefault(label, "");
        if (Subscript(path, "metadata.annotations") is { } annotation) return pod.Metadata.Annotations.GetValueOrDefault(annotation, "");
        return path switch
        {
            "metadata.name" => pod.Metadata.Name,
            "metadata.namespace" => pod.Metadata.Namespace,
            "metadata.uid" => pod.Metadata.Uid,
            "metadata.labels" => Lines(pod.Metadata.Labels),
            "metadata.annotations" => Lines(pod.Metadata.Annotations),
            "spec.nodeName" => pod.Spec.NodeName ?? "",
            "spec.serviceAccountName" => pod.Spec.ServiceAccountName ?? "",
            "status.hostIP" => pod.Status.HostIP ?? hostAddress,
            "status.hostIPs" => pod.Status.HostIPs.Count > 0 ? string.Join(',', pod.Status.HostIPs.Select(ip => ip.Ip)) : hostAddress,
            "status.podIP" => Addresses(pod, sandbox, hostAddress).FirstOrDefault() ?? "",
            "status.podIPs" => string.Join(',', Addresses(pod, sandbox, hostAddress)),
            _ => null,
        };
    }

    /// <summary>The amount of a resource that a container asks for or may use, in units of the divisor; limits default to the node's.</summary>
    public static string? Resource(Container container, ResourceFieldSelector selector, IReadOnlyDictionary<string, Quantity> allocatable)
    {
        var (kind, name) = selector.Resource.Split('.', 2) is [var first, var rest] ? (first, rest) : ("", "");
        var values = kind switch
        {
            "limits" => container.Resources?.Limits,
            "requests" => container.Resources?.Requests,
            _ => null,
        };
        if (kind is not ("limits" or "requests")) return null;
        var isSet = values is not null && values.TryGetValue(name, out _);
        var quantity = isSet ? values![name] : kind == "limits" ? allocatable.GetValueOrDefault(name) : default;
        var divisor = selector.Divisor is { IsZero: false } given ? given : new Quantity("1");
        // CPU is counted in thousandths, so that a divisor of 1m works; the result is rounded up.
        return name == "cpu"
            ? ((quantity.MilliValue + divisor.MilliValue - 1) / divisor.MilliValue).ToString()
            : ((quantity.Value + divisor.Value - 1) / divisor.Value).ToString();
    }

    private static IEnumerable<string> Addresses(Pod pod, RuntimeContainer? sandbox, string hostAddress)
    {
        if (pod.Spec.HostNetwork is true) return [hostAddress];
        return sandbox is { Addresses.Count: > 0 } ? sandbox.Addresses.Select(address => address.ToString()) : pod.Status.PodIPs.Select(ip => ip.Ip);
    }

    private static string? Subscript(string path, string map) =>
        path.StartsWith(map + "['", StringComparison.Ordinal) && path.EndsWith("']", StringComparison.Ordinal) ? path[(map.Length + 2)..^2] : null;

    private static string Lines(IReadOnlyDictionary<string, string> map) =>
        string.Join('\n', map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={Quote(pair.Value)}"));

    /// <summary>A string as Go's <c>%q</c> writes it.</summary>
    private static string Quote(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' or '\u007f' => text.Append($"\\x{(int)character:x2}"),
                _ => text.Append(character),
            };
        }
        return text.Append('"').ToString();
    }
}

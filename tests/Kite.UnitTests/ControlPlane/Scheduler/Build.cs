using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.ControlPlane.Scheduler;

/// <summary>Pods and nodes for tests.</summary>
internal static class Build
{
    internal static Node Node(string name, string cpu = "4", string memory = "8Gi", string pods = "110") => new()
    {
        Metadata = new() { Name = name, Uid = $"uid-{name}", Labels = new Dictionary<string, string> { ["kubernetes.io/hostname"] = name } },
        Status = new() { Allocatable = new Dictionary<string, Quantity> { ["cpu"] = new(cpu), ["memory"] = new(memory), ["pods"] = new(pods) } },
    };

    internal static Pod Pod(string name, string cpu = "", string memory = "", string node = "") => new()
    {
        Metadata = new() { Name = name, Namespace = "default", Uid = $"uid-{name}" },
        Spec = new() { NodeName = node.Length == 0 ? null : node, Containers = [Container(cpu, memory)] },
    };

    internal static Container Container(string cpu = "", string memory = "") => new() { Name = "c", Image = "app:1", Resources = new() { Requests = Requests(cpu, memory) } };

    internal static Node WithLabels(this Node node, params (string Key, string Value)[] labels)
    {
        var all = new Dictionary<string, string>(node.Metadata.Labels);
        foreach (var (key, value) in labels) all[key] = value;
        return node with { Metadata = node.Metadata with { Labels = all } };
    }

    internal static Node WithTaint(this Node node, string key, string value, string effect) =>
        node with { Spec = node.Spec with { Taints = [.. node.Spec.Taints, new Taint { Key = key, Value = value, Effect = effect }] } };

    internal static Pod WithLabels(this Pod pod, params (string Key, string Value)[] labels) =>
        pod with { Metadata = pod.Metadata with { Labels = labels.ToDictionary(label => label.Key, label => label.Value) } };

    internal static Pod With(this Pod pod, Func<PodSpec, PodSpec> change) => pod with { Spec = change(pod.Spec) };

    internal static Dictionary<string, Quantity> Requests(string cpu, string memory)
    {
        var requests = new Dictionary<string, Quantity>();
        if (cpu.Length > 0) requests["cpu"] = new(cpu);
        if (memory.Length > 0) requests["memory"] = new(memory);
        return requests;
    }
}

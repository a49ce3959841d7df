using Kite.Agent.Runtime;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Status;

/// <summary>What a container really has of CPU and memory, in the words of its spec.</summary>
internal static class ContainerAmounts
{
    private const long SharesPerCpu = 1024;

    /// <summary>The amounts: those of the spec wherever the engine has set them so, else the engine's.</summary>
    /// <param name="container">The spec, with what the node has granted.</param>
    /// <param name="held">The container in the engine.</param>
    /// <param name="settings">The engine's settings for a spec.</param>
    public static ResourceRequirements Of(Container container, RuntimeContainer held, Func<Container, ContainerResources> settings)
    {
        var granted = container.Resources ?? ResourceRequirements.Empty;
        if (held is not { State: ContainerRunState.Running, Resources: { } actual }) return granted;
        var expected = settings(container);
        if (actual.SameAmounts(expected)) return granted;
        return granted with
        {
            Limits = With(With(granted.Limits, "cpu", actual.CpuQuota != expected.CpuQuota, () => Quantity.OfMilli(actual.CpuQuota * 1000 / Math.Max(1, actual.CpuPeriod))),
                "memory", actual.MemoryBytes != expected.MemoryBytes, () => Quantity.OfBytes(actual.MemoryBytes)),
            Requests = With(granted.Requests, "cpu", actual.CpuShares != expected.CpuShares, () => Quantity.OfMilli((actual.CpuShares * 1000 + SharesPerCpu - 1) / SharesPerCpu)),
        };
    }

    private static IReadOnlyDictionary<string, Quantity> With(IReadOnlyDictionary<string, Quantity> amounts, string name, bool differs, Func<Quantity> actual) =>
        differs && amounts.ContainsKey(name) ? new Dictionary<string, Quantity>(amounts) { [name] = actual() } : amounts;
}

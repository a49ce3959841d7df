using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Kubelet;

/// <summary>A pod and what the engine holds of it.</summary>
internal sealed class PodBuilder
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly List<RuntimeContainer> held = [];

    /// <summary>What the engine is asked for, for a container's spec: its CPU request as shares, its limits as they are.</summary>
    public static ContainerResources ResourcesOf(Container container)
    {
        var resources = container.Resources ?? ResourceRequirements.Empty;
        return ContainerResources.None with
        {
            CpuShares = resources.Requests.TryGetValue("cpu", out var cpu) ? cpu.MilliValue : 2,
            MemoryBytes = resources.Limits.TryGetValue("memory", out var memory) ? memory.Value : 0,
        };
    }

    public Pod Pod { get; set; } = new()
    {
        Metadata = new() { Namespace = "default", Name = "web", Uid = "u1" },
        Spec = new PodSpec { RestartPolicy = "Always", Containers = [new Container { Name = "main", Image = "app:1" }] },
    };

    public PodContainers State => new(held.AsEnumerable().Reverse().ToArray());

    public PodBuilder With(Func<PodSpec, PodSpec> change)
    {
        Pod = Pod with { Spec = change(Pod.Spec) };
        return this;
    }

    public PodBuilder Sandbox(ContainerRunState state = ContainerRunState.Running)
    {
        held.Add(new RuntimeContainer
        {
            Id = $"sandbox{held.Count}",
            Pod = new PodIdentity("default", "web", "u1"),
            Name = "",
            Attempt = held.Count(container => container.IsSandbox),
            State = state,
            Addresses = [System.Net.IPAddress.Parse("10.42.0.7")],
        });
        return this;
    }

    public PodBuilder Running(string name = "main", string image = "app:1") => Add(name, image, ContainerRunState.Running, 0);

    /// <summary>A running container that was made from a spec.</summary>
    public PodBuilder Running(Container container)
    {
        Running(container.Name, container.Image ?? "");
        held[^1] = held[^1] with { Resources = ResourcesOf(container) };
        return this;
    }

    public PodBuilder Exited(int code, string name = "main", bool outOfMemory = false) => Add(name, "app:1", ContainerRunState.Exited, code, outOfMemory);

    private PodBuilder Add(string name, string image, ContainerRunState state, int code, bool outOfMemory = false)
    {
        held.Add(new RuntimeContainer
        {
            Id = $"{name}{held.Count}",
            Pod = new PodIdentity("default", "web", "u1"),
            Name = name,
            SandboxId = held.FindLast(container => container.IsSandbox)?.Id ?? "",
            Hash = ContainerHash.Of(new Container { Name = name, Image = image }),
            Attempt = held.Count(container => container.Name == name),
            State = state,
            ExitCode = code,
            OutOfMemory = outOfMemory,
            StartedAt = Start,
            FinishedAt = state is ContainerRunState.Exited ? Start.AddSeconds(1) : null,
        });
        return this;
    }
}

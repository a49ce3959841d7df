using System.Globalization;
using System.Net;
using Docker.DotNet.Models;
using Kite.Agent.Linux;

namespace Kite.Agent.Runtime.Docker;

/// <summary>Reads what the engine says about a container.</summary>
internal static class DockerContainerReader
{
    /// <summary>The container, or null where its labels aren't Kite's.</summary>
    public static RuntimeContainer? Read(ContainerInspectResponse response)
    {
        var labels = response.Config?.Labels;
        if (labels is null || !labels.TryGetValue(RuntimeLabels.PodUid, out var uid) || !labels.TryGetValue(RuntimeLabels.ContainerName, out var name)) return null;
        var created = new DateTimeOffset(DateTime.SpecifyKind(response.Created, DateTimeKind.Utc));
        var state = response.State!;
        var failedToStart = state.Status == "created" && !string.IsNullOrEmpty(state.Error);
        return new RuntimeContainer
        {
            Id = response.ID,
            Pod = new PodIdentity(RuntimeLabels.ValueOf(labels, RuntimeLabels.PodNamespace), RuntimeLabels.ValueOf(labels, RuntimeLabels.PodName), uid),
            Name = name == DockerNames.Sandbox ? "" : name,
            Attempt = int.TryParse(RuntimeLabels.ValueOf(labels, RuntimeLabels.Attempt), out var attempt) ? attempt : 0,
            Hash = RuntimeLabels.ValueOf(labels, RuntimeLabels.Hash),
            SandboxId = RuntimeLabels.ValueOf(labels, RuntimeLabels.SandboxId),
            CgroupParent = response.HostConfig?.CgroupParent ?? "",
            State = failedToStart ? ContainerRunState.Exited : StateOf(state.Status ?? ""),
            CreatedAt = created,
            StartedAt = Time(state.StartedAt),
            FinishedAt = End(Time(state.StartedAt), Time(state.FinishedAt)) ?? (failedToStart ? created : null),
            ExitCode = (int)state.ExitCode,
            OutOfMemory = state.OOMKilled,
            Error = state.Error ?? "",
            Image = response.Config!.Image ?? "",
            ImageId = response.Image ?? "",
            MountedImageIds = RuntimeLabels.ReadMountedImages(RuntimeLabels.ValueOf(labels, RuntimeLabels.MountedImages)),
            RuntimeHandler = RuntimeLabels.ValueOf(labels, RuntimeLabels.RuntimeHandler),
            User = name != DockerNames.Sandbox && state.Pid > 0 ? ProcessUser.Of(state.Pid) : null,
            TerminationMessageFile = RuntimeLabels.ValueOf(labels, RuntimeLabels.TerminationMessageFile),
            Resources = Resources(response.HostConfig),
            Addresses = Addresses(response.NetworkSettings),
            ProcessId = state.Pid,
        };
    }

    /// <summary>The engine's word for a state.</summary>
    public static ContainerRunState StateOf(string state) => state switch
    {
        "created" => ContainerRunState.Created,
        "running" or "paused" or "restarting" => ContainerRunState.Running,
        _ => ContainerRunState.Exited,
    };

    private static ContainerResources? Resources(HostConfig? host) => host is null ? null
        : new(host.CPUShares, host.CPUQuota, host.CPUPeriod == 0 ? ContainerResources.None.CpuPeriod : host.CPUPeriod, host.Memory, (int)host.OomScoreAdj);

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1 ? time : null;

    /// <summary>A process that ends at once may have done so before the engine notes that it was started.</summary>
    private static DateTimeOffset? End(DateTimeOffset? started, DateTimeOffset? finished) => finished < started ? started : finished;

    private static List<IPAddress> Addresses(NetworkSettings? settings)
    {
        var addresses = new List<IPAddress>();
        foreach (var endpoint in settings?.Networks?.Values ?? [])
        {
            if (IPAddress.TryParse(endpoint.IPAddress, out var v4)) addresses.Add(v4);
            if (IPAddress.TryParse(endpoint.GlobalIPv6Address, out var v6)) addresses.Add(v6);
        }
        return addresses;
    }
}

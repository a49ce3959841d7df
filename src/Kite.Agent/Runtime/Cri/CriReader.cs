using System.Net;
using Google.Protobuf.Collections;

namespace Kite.Agent.Runtime.Cri;

/// <summary>Reads what the runtime says of sandboxes and containers. Pure.</summary>
internal static class CriReader
{
    private const int NotStarted = 128;

    /// <summary>A sandbox.</summary>
    public static RuntimeContainer Read(V1.PodSandboxStatus status) => new()
    {
        Id = status.Id,
        Pod = new PodIdentity(status.Metadata.Namespace, status.Metadata.Name, status.Metadata.Uid),
        Name = "",
        Attempt = (int)status.Metadata.Attempt,
        State = StateOf(status.State),
        CreatedAt = Time(status.CreatedAt) ?? default,
        StartedAt = Time(status.CreatedAt),
        RuntimeHandler = status.RuntimeHandler,
        Addresses = status.Network is null ? [] : status.Network.AdditionalIps.Select(address => address.Ip).Prepend(status.Network.Ip).Where(address => address.Length > 0).Select(IPAddress.Parse).ToArray(),
    };

    /// <summary>A container.</summary>
    public static RuntimeContainer Read(V1.ContainerStatus status)
    {
        var state = StateOf(status.State);
        var hasEnded = state is ContainerRunState.Exited;
        // Containers that never ran have a start time of zero.
        var couldNotStart = hasEnded && status.StartedAt == 0;
        return new RuntimeContainer
        {
            Id = status.Id,
            Pod = new PodIdentity(RuntimeLabels.ValueOf(status.Labels, RuntimeLabels.PodNamespace), RuntimeLabels.ValueOf(status.Labels, RuntimeLabels.PodName), RuntimeLabels.ValueOf(status.Labels, RuntimeLabels.PodUid)),
            Name = status.Metadata.Name,
            Attempt = (int)status.Metadata.Attempt,
            Hash = RuntimeLabels.ValueOf(status.Annotations, RuntimeLabels.Hash),
            SandboxId = RuntimeLabels.ValueOf(status.Annotations, RuntimeLabels.SandboxId),
            State = state,
            CreatedAt = Time(status.CreatedAt) ?? default,
            StartedAt = Time(status.StartedAt),
            // A process that ends at once may have done so before the runtime notes that it was started.
            FinishedAt = hasEnded ? Time(Math.Max(status.StartedAt, status.FinishedAt)) : null,
            ExitCode = couldNotStart && status.ExitCode == 0 ? NotStarted : status.ExitCode,
            OutOfMemory = status.Reason == "OOMKilled",
            Error = couldNotStart ? status.Message : "",
            Image = RuntimeLabels.ValueOf(status.Annotations, RuntimeLabels.Image),
            ImageId = RuntimeLabels.ValueOf(status.Annotations, RuntimeLabels.Image),
            MountedImageIds = RuntimeLabels.ReadMountedImages(RuntimeLabels.ValueOf(status.Annotations, RuntimeLabels.MountedImages)),
            Resources = CriResourceWriter.Read(status.Resources?.Linux),
            TerminationMessageFile = RuntimeLabels.ValueOf(status.Annotations, RuntimeLabels.TerminationMessageFile),
        };
    }

    /// <summary>A sandbox's state: one that isn't ready has ended.</summary>
    public static ContainerRunState StateOf(V1.PodSandboxState state) => state is V1.PodSandboxState.SandboxReady ? ContainerRunState.Running : ContainerRunState.Exited;

    /// <summary>A container's state; an unknown one is that of a container whose process the runtime has lost.</summary>
    public static ContainerRunState StateOf(V1.ContainerState state) => state switch
    {
        V1.ContainerState.ContainerCreated => ContainerRunState.Created,
        V1.ContainerState.ContainerRunning => ContainerRunState.Running,
        _ => ContainerRunState.Exited,
    };

    /// <summary>True where labels are those of a node.</summary>
    public static bool IsOf(string nodeName, MapField<string, string> labels) => RuntimeLabels.ValueOf(labels, RuntimeLabels.Node) == nodeName;

    private static DateTimeOffset? Time(long nanoseconds) => nanoseconds <= 0 ? null : DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
}

using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Runtime;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server;

/// <summary>Finds this node's pods, and their containers in the engine, for those who ask by name.</summary>
internal sealed class NodePods(IPodDirectory directory)
{
    /// <summary>Every pod of this node.</summary>
    public IReadOnlyCollection<Pod> List() => directory.Pods;

    /// <summary>A pod.</summary>
    /// <exception cref="KubeletRequestException">It isn't here.</exception>
    public Pod Find(string @namespace, string name) =>
        directory.Find(new ObjectKey(@namespace, name)) ?? throw new KubeletRequestException(StatusCodes.Status404NotFound, $"pod \"{name}\" does not exist");

    /// <summary>What a container is made from.</summary>
    /// <exception cref="KubeletRequestException">The pod has no such container.</exception>
    public static Container Spec(Pod pod, string container) =>
        PodRules.AllContainers(pod).FirstOrDefault(candidate => candidate.Name == container)
        ?? throw new KubeletRequestException(StatusCodes.Status404NotFound, $"container \"{container}\" not found in pod \"{pod.Metadata.Name}\"");

    /// <summary>The id of a container that runs.</summary>
    /// <exception cref="KubeletRequestException">It doesn't.</exception>
    public string Running(Pod pod, string container) =>
        directory.ContainersOf(pod).Latest(container) is { State: ContainerRunState.Running, Id: var id } ? id
        : throw new KubeletRequestException(StatusCodes.Status404NotFound, $"container not found (\"{container}\")");

    /// <summary>The id of the sandbox that runs.</summary>
    /// <exception cref="KubeletRequestException">There is none.</exception>
    public string Sandbox(Pod pod) =>
        directory.ContainersOf(pod).RunningSandbox?.Id ?? throw new KubeletRequestException(StatusCodes.Status404NotFound, $"sandbox of pod \"{pod.Metadata.Name}\" is not running");

    /// <summary>The id of the container whose log is meant.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container's name.</param>
    /// <param name="previous">True for the start before the one that is reported as the current state.</param>
    /// <exception cref="KubeletRequestException">There is no log to read, and why.</exception>
    public string ForLogs(Pod pod, string container, bool previous)
    {
        var starts = directory.ContainersOf(pod).StartsOf(container).ToArray();
        var status = PodRules.AllStatuses(pod).FirstOrDefault(candidate => candidate.Name == container);
        if (previous) return Previous(starts, status) ?? throw Unavailable($"previous terminated container \"{container}\" in pod \"{pod.Metadata.Name}\" not found");
        if (starts.Length > 0) return starts[0].Id;
        var waiting = status?.State?.Waiting?.Reason switch
        {
            "ErrImagePull" => ": image can't be pulled",
            "ImagePullBackOff" => ": trying and failing to pull image",
            { Length: > 0 } reason => ": " + reason,
            _ => status is null ? null : " - no logs yet",
        };
        throw Unavailable($"container \"{container}\" in pod \"{pod.Metadata.Name}\" is {(waiting is null ? "not available" : "waiting to start" + waiting)}");
    }

    /// <summary>Between two starts the last one is the previous, although the engine knows none after it.</summary>
    private static string? Previous(RuntimeContainer[] starts, ContainerStatus? status)
    {
        var reported = status?.LastState?.Terminated?.ContainerID ?? "";
        var id = reported[(reported.LastIndexOf('/') + 1)..];
        return Array.Find(starts, start => start.Id == id)?.Id ?? (starts is [{ State: ContainerRunState.Running }, var before, ..] ? before.Id : null);
    }

    private static KubeletRequestException Unavailable(string message) => new(StatusCodes.Status400BadRequest, message);
}

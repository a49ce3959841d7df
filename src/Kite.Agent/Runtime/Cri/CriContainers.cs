using System.Collections.Concurrent;
using Kite.Agent.Linux;
using Kite.Agent.Runtime.Cri.Logs;

namespace Kite.Agent.Runtime.Cri;

/// <summary>Containers in the runtime.</summary>
internal sealed class CriContainers(CriConnection connection, CriSandboxes sandboxes, LogFiles logs, TimeProvider clock)
{
    private readonly CriStopSignals stopSignals = new(connection, clock);
    private readonly NegativeOomScores negativeScores = new();
    private readonly ConcurrentDictionary<string, RuntimeContainer> created = new(StringComparer.Ordinal);

    /// <summary>Every container of this node, in any state.</summary>
    public async Task<IReadOnlyList<RuntimeContainerSummary>> ListAsync(CancellationToken cancellationToken)
    {
        var list = await ListAsync(new V1.ContainerFilter { LabelSelector = { [RuntimeLabels.Node] = connection.NodeName } }, cancellationToken);
        return list.Select(item => new RuntimeContainerSummary(item.Id, CriReader.StateOf(item.State))).ToArray();
    }

    /// <summary>Reads one container, or null.</summary>
    public async Task<RuntimeContainer?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var answer = await StatusAsync(id, verbose: true, cancellationToken);
        if (answer is null || !CriReader.IsOf(connection.NodeName, answer.Status.Labels)) return null;
        var container = CriReader.Read(answer.Status);
        // Older runtimes tell of resources only by what they hand down.
        if (container.Resources is null) container = container with { Resources = CriInfo.Resources(answer.Info) };
        if (container.State is not ContainerRunState.Running || CriInfo.ProcessId(answer.Info) is not (> 0 and var process)) return container;
        return container with { ProcessId = process, User = ProcessUser.Of(process) };
    }

    /// <summary>What the runtime says of a container, or null.</summary>
    public Task<V1.ContainerStatusResponse?> StatusAsync(string id, bool verbose, CancellationToken cancellationToken) => connection.ContainerStatusAsync(id, verbose, cancellationToken);

    /// <summary>Where a container's log lies and how much it wrote beside, as last measured by the runtime; null where it doesn't know the container.</summary>
    public async Task<ContainerFiles?> FindFilesAsync(string id, CancellationToken cancellationToken)
    {
        if (await StatusAsync(id, verbose: false, cancellationToken) is not { Status.LogPath: var log }) return null;
        var call = connection.Runtime.ContainerStatsAsync(new V1.ContainerStatsRequest { ContainerId = id }, cancellationToken: cancellationToken);
        var layer = (await CriConnection.TryCallAsync(call, cancellationToken))?.Stats?.WritableLayer;
        return new ContainerFiles("", log.Length == 0 ? [] : [log])
        {
            WrittenUsage = layer is null ? null : new DiskUsage((long)(layer.UsedBytes?.Value ?? 0), (long)(layer.InodesUsed?.Value ?? 0)),
        };
    }

    /// <summary>True where a container was made from an image, whoever made it.</summary>
    public async Task<bool> UsesAsync(string imageId, CancellationToken cancellationToken) =>
        (await ListAsync(new V1.ContainerFilter(), cancellationToken)).Any(container => container.ImageRef == imageId);

    /// <summary>Creates a container.</summary>
    public async Task<string> CreateAsync(ContainerConfig config, CancellationToken cancellationToken)
    {
        config = negativeScores.Fit(config);
        var sandbox = await sandboxes.ConfigOfAsync(config.SandboxId, cancellationToken);
        logs.Prepare(config.Pod, config.Name);
        var request = new V1.CreateContainerRequest
        {
            PodSandboxId = config.SandboxId,
            Config = CriContainerWriter.Write(connection.NodeName, config, LogFiles.PathInPod(config.Name, config.Attempt), sandbox.Linux.SecurityContext.NamespaceOptions),
            SandboxConfig = sandbox,
        };
        string id;
        try
        {
            id = await CreateAsync(request, cancellationToken);
        }
        catch (RuntimeException e) when (e.Message.Contains("is reserved for", StringComparison.Ordinal))
        {
            // Left over from a start that was cut short: pod, name and attempt say that it is the very same one.
            await RemoveLeftoverAsync(config, cancellationToken);
            id = await CreateAsync(request, cancellationToken);
        }
        created[id] = new RuntimeContainer { Id = id, Pod = config.Pod, Name = config.Name, Attempt = config.Attempt };
        return id;
    }

    /// <summary>Starts a container.</summary>
    public async Task StartAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await CriConnection.CallAsync(connection.Runtime.StartContainerAsync(new V1.StartContainerRequest { ContainerId = id }, cancellationToken: cancellationToken), cancellationToken);
        }
        catch (RuntimeException e) when (e is not RuntimeUnavailableException)
        {
            negativeScores.NoteRefusal(e);
            if (await StatusAsync(id, verbose: false, cancellationToken) is not { Status.State: V1.ContainerState.ContainerRunning }) throw;
        }
        // Its creator starts it; another, as after a restart of Kite, has to ask whose it is.
        if ((created.TryRemove(id, out var made) ? made : await FindAsync(id, cancellationToken)) is { } started) logs.Link(started);
    }

    /// <summary>Changes a running container's share of the node.</summary>
    public Task UpdateAsync(string id, ContainerResources resources, CancellationToken cancellationToken) => CriConnection.CallAsync(
        connection.Runtime.UpdateContainerResourcesAsync(
            new V1.UpdateContainerResourcesRequest { ContainerId = id, Linux = CriResourceWriter.Update(resources) }, cancellationToken: cancellationToken),
        cancellationToken);

    /// <summary>Ends a container, softly first.</summary>
    public async Task StopAsync(string id, TimeSpan grace, CancellationToken cancellationToken)
    {
        var seconds = await stopSignals.SendAsync(id, grace, cancellationToken) ? 0 : (long)Math.Max(0, Math.Ceiling(grace.TotalSeconds));
        await CriConnection.TryCallAsync(
            connection.Runtime.StopContainerAsync(new V1.StopContainerRequest { ContainerId = id, Timeout = seconds }, cancellationToken: cancellationToken), cancellationToken);
    }

    /// <summary>Removes a container, whatever it does, and its log.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        if (await StatusAsync(id, verbose: false, cancellationToken) is not { Status: { } status }) return;
        await CriConnection.TryCallAsync(connection.Runtime.RemoveContainerAsync(new V1.RemoveContainerRequest { ContainerId = id }, cancellationToken: cancellationToken), cancellationToken);
        var container = CriReader.Read(status);
        created.TryRemove(id, out _);
        logs.Remove(container);
        await sandboxes.RemoveIfLeftAsync(container.SandboxId, cancellationToken);
    }

    private async Task<string> CreateAsync(V1.CreateContainerRequest request, CancellationToken cancellationToken) =>
        (await CriConnection.CallAsync(connection.Runtime.CreateContainerAsync(request, cancellationToken: cancellationToken), cancellationToken)).ContainerId;

    private async Task RemoveLeftoverAsync(ContainerConfig config, CancellationToken cancellationToken)
    {
        var selector = new V1.ContainerFilter { LabelSelector = { [RuntimeLabels.PodUid] = config.Pod.Uid, [RuntimeLabels.ContainerName] = config.Name } };
        foreach (var other in await ListAsync(selector, cancellationToken))
            if (other.Metadata.Attempt == config.Attempt) await RemoveAsync(other.Id, cancellationToken);
    }

    private async Task<IReadOnlyList<V1.Container>> ListAsync(V1.ContainerFilter filter, CancellationToken cancellationToken) =>
        (await CriConnection.CallAsync(connection.Runtime.ListContainersAsync(new V1.ListContainersRequest { Filter = filter }, cancellationToken: cancellationToken), cancellationToken)).Containers;
}

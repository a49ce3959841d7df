using System.Collections.Concurrent;
using Kite.Agent.Runtime.Cri.Logs;

namespace Kite.Agent.Runtime.Cri;

/// <summary>Sandboxes in the runtime.</summary>
/// <remarks>
/// A runtime removes a sandbox with all its containers, but those that have ended are still wanted for their status and logs. So a sandbox that is to go
/// is stopped, which frees its network, and goes for good with the last of its containers.
/// </remarks>
internal sealed class CriSandboxes(CriConnection connection, LogFiles logs)
{
    private readonly ConcurrentDictionary<string, V1.PodSandboxConfig> configs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> left = new(StringComparer.Ordinal);

    /// <summary>Every sandbox of this node that nobody wants gone, in any state.</summary>
    public async Task<IReadOnlyList<RuntimeContainerSummary>> ListAsync(CancellationToken cancellationToken)
    {
        var list = await ListAsync(new V1.PodSandboxFilter { LabelSelector = { [RuntimeLabels.Node] = connection.NodeName } }, cancellationToken);
        return list.Where(item => !left.ContainsKey(item.Id)).Select(item => new RuntimeContainerSummary(item.Id, CriReader.StateOf(item.State))).ToArray();
    }

    /// <summary>Reads one sandbox, or null.</summary>
    public async Task<RuntimeContainer?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var answer = await StatusAsync(id, verbose: true, cancellationToken);
        if (answer is null || left.ContainsKey(id) || !CriReader.IsOf(connection.NodeName, answer.Status.Labels)) return null;
        var sandbox = CriReader.Read(answer.Status);
        return sandbox.State is ContainerRunState.Running ? sandbox with { ProcessId = CriInfo.ProcessId(answer.Info) } : sandbox;
    }

    /// <summary>Creates and starts a sandbox.</summary>
    public async Task<RuntimeContainer> RunAsync(SandboxConfig config, CancellationToken cancellationToken)
    {
        if (!config.HostUsers && !await HasUserNamespacesAsync(config.RuntimeHandler, cancellationToken)) throw new NoUserNamespacesException(config.RuntimeHandler);
        var request = new V1.RunPodSandboxRequest { Config = CriSandboxWriter.Write(connection.NodeName, config, logs.DirectoryOf(config.Pod)), RuntimeHandler = config.RuntimeHandler };
        logs.Prepare(config.Pod);
        string id;
        try
        {
            id = await RunAsync(request, cancellationToken);
        }
        catch (RuntimeException e) when (!e.Message.Contains("is reserved for", StringComparison.Ordinal))
        {
            logs.RemoveIfEmpty(config.Pod);
            throw;
        }
        catch (RuntimeException)
        {
            // Left over from a start that was cut short.
            foreach (var other in await ListAsync(new V1.PodSandboxFilter { LabelSelector = { [RuntimeLabels.PodUid] = config.Pod.Uid } }, cancellationToken))
                if (other.Metadata.Attempt == config.Attempt) await RemoveAsync(other.Id, cancellationToken);
            id = await RunAsync(request, cancellationToken);
        }
        configs[id] = request.Config;
        return await FindAsync(id, cancellationToken) ?? throw new RuntimeNotFoundException($"the sandbox of {config.Pod} was removed while it started");
    }

    /// <summary>What a sandbox was made from, as far as its containers depend on it: the runtime wants to see it with every container.</summary>
    public async Task<V1.PodSandboxConfig> ConfigOfAsync(string id, CancellationToken cancellationToken)
    {
        if (configs.TryGetValue(id, out var known)) return known;
        var status = (await StatusAsync(id, verbose: false, cancellationToken))?.Status ?? throw new RuntimeNotFoundException($"No such sandbox: {id}");
        var pod = new PodIdentity(status.Metadata.Namespace, status.Metadata.Name, status.Metadata.Uid);
        return configs[id] = CriSandboxWriter.Restore(status, logs.DirectoryOf(pod));
    }

    /// <summary>Ends a sandbox and frees its network.</summary>
    public Task StopAsync(string id, CancellationToken cancellationToken) => CriConnection.TryCallAsync(
        connection.Runtime.StopPodSandboxAsync(new V1.StopPodSandboxRequest { PodSandboxId = id }, cancellationToken: cancellationToken), cancellationToken);

    /// <summary>Ends a sandbox, and removes it once it has no containers.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        if (await StatusAsync(id, verbose: false, cancellationToken) is not { Status: { } status }) return;
        await StopAsync(id, cancellationToken);
        left[id] = true;
        await RemoveIfEmptyAsync(id, CriReader.Read(status).Pod, cancellationToken);
    }

    /// <summary>Removes a sandbox that was only kept for its containers, if the last of them is gone.</summary>
    public async Task RemoveIfLeftAsync(string id, CancellationToken cancellationToken)
    {
        if (!left.ContainsKey(id)) return;
        if (await StatusAsync(id, verbose: false, cancellationToken) is { Status: { } status }) await RemoveIfEmptyAsync(id, CriReader.Read(status).Pod, cancellationToken);
        else left.TryRemove(id, out _);
    }

    private async Task<bool> HasUserNamespacesAsync(string handler, CancellationToken cancellationToken) =>
        CriInfo.Handlers(await connection.StatusAsync(verbose: false, cancellationToken)).Any(known => known.Name == handler && known.HasUserNamespaces);

    private async Task RemoveIfEmptyAsync(string id, PodIdentity pod, CancellationToken cancellationToken)
    {
        var request = new V1.ListContainersRequest { Filter = new V1.ContainerFilter { PodSandboxId = id } };
        var inside = await CriConnection.CallAsync(connection.Runtime.ListContainersAsync(request, cancellationToken: cancellationToken), cancellationToken);
        if (inside.Containers.Count > 0) return;
        await CriConnection.TryCallAsync(connection.Runtime.RemovePodSandboxAsync(new V1.RemovePodSandboxRequest { PodSandboxId = id }, cancellationToken: cancellationToken), cancellationToken);
        configs.TryRemove(id, out _);
        left.TryRemove(id, out _);
        logs.RemoveIfEmpty(pod);
    }

    private async Task<string> RunAsync(V1.RunPodSandboxRequest request, CancellationToken cancellationToken) =>
        (await CriConnection.CallAsync(connection.Runtime.RunPodSandboxAsync(request, cancellationToken: cancellationToken), cancellationToken)).PodSandboxId;

    private Task<V1.PodSandboxStatusResponse?> StatusAsync(string id, bool verbose, CancellationToken cancellationToken) => CriConnection.TryCallAsync(
        connection.Runtime.PodSandboxStatusAsync(new V1.PodSandboxStatusRequest { PodSandboxId = id, Verbose = verbose }, cancellationToken: cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<V1.PodSandbox>> ListAsync(V1.PodSandboxFilter filter, CancellationToken cancellationToken) =>
        (await CriConnection.CallAsync(connection.Runtime.ListPodSandboxAsync(new V1.ListPodSandboxRequest { Filter = filter }, cancellationToken: cancellationToken), cancellationToken)).Items;
}

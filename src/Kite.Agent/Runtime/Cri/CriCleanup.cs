using Kite.Agent.Runtime.Cri.Logs;

namespace Kite.Agent.Runtime.Cri;

/// <summary>Takes pods out of a runtime, whatever they do.</summary>
internal sealed class CriCleanup(CriConnection connection, LogFiles logs)
{
    private const int AtOnce = 4;

    /// <summary>Removes every sandbox that Kite made for a node, with its containers, network, mounts and logs; null for all nodes.</summary>
    /// <returns>How many sandboxes and containers there were.</returns>
    /// <exception cref="RuntimeException">One of them could not be removed; all others are gone.</exception>
    public async Task<int> RemoveAsync(string? nodeName, CancellationToken cancellationToken)
    {
        var filter = new V1.PodSandboxFilter();
        if (nodeName is not null) filter.LabelSelector[RuntimeLabels.Node] = nodeName;
        var listed = await CriConnection.CallAsync(connection.Runtime.ListPodSandboxAsync(new V1.ListPodSandboxRequest { Filter = filter }, cancellationToken: cancellationToken), cancellationToken);
        var sandboxes = listed.Items.Where(item => item.Labels.ContainsKey(RuntimeLabels.Node)).ToArray();
        var containers = (await CriConnection.CallAsync(connection.Runtime.ListContainersAsync(new V1.ListContainersRequest(), cancellationToken: cancellationToken), cancellationToken)).Containers;
        RuntimeException? failure = null;
        await Parallel.ForEachAsync(sandboxes, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (sandbox, token) =>
        {
            try
            {
                await RemoveAsync(sandbox, token);
            }
            catch (RuntimeException e)
            {
                failure = e;
            }
        });
        if (failure is not null) throw failure;
        return sandboxes.Length + containers.Count(container => sandboxes.Any(sandbox => sandbox.Id == container.PodSandboxId));
    }

    private async Task RemoveAsync(V1.PodSandbox sandbox, CancellationToken cancellationToken)
    {
        // Stopped first, which frees the network; a removal alone leaves that to chance.
        await CriConnection.TryCallAsync(connection.Runtime.StopPodSandboxAsync(new V1.StopPodSandboxRequest { PodSandboxId = sandbox.Id }, cancellationToken: cancellationToken), cancellationToken);
        await CriConnection.TryCallAsync(connection.Runtime.RemovePodSandboxAsync(new V1.RemovePodSandboxRequest { PodSandboxId = sandbox.Id }, cancellationToken: cancellationToken), cancellationToken);
        logs.Remove(new PodIdentity(sandbox.Metadata.Namespace, sandbox.Metadata.Name, sandbox.Metadata.Uid));
    }
}

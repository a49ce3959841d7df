using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Docker.DotNet.Models;
using Kite.Agent.Runtime.Pause;

namespace Kite.Agent.Runtime.Docker;

/// <summary>Sandboxes and containers in the engine.</summary>
internal sealed class DockerContainers(DockerConnection connection, DockerImages images, DockerImageRoots roots) : IDisposable
{
    private readonly DockerUsers users = new(connection);
    private const int MostFiles = 1000;
    private readonly ConcurrentDictionary<string, ContainerFiles> files = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim pauseImageTurn = new(1);
    private volatile bool pauseImagePresent;
    private readonly NegativeOomScores negativeScores = new();

    /// <summary>Every container of this node, in any state.</summary>
    public Task<IReadOnlyList<RuntimeContainerSummary>> ListAsync(CancellationToken cancellationToken) => connection.CallAsync<IReadOnlyList<RuntimeContainerSummary>>(
        async docker =>
        {
            var filters = new Dictionary<string, IDictionary<string, bool>>
            {
                ["label"] = new Dictionary<string, bool> { [$"{RuntimeLabels.Node}={connection.NodeName}"] = true },
            };
            var list = await docker.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filters }, cancellationToken);
            return list.Select(item => new RuntimeContainerSummary(item.ID, DockerContainerReader.StateOf(item.State))).ToArray();
        },
        cancellationToken);

    /// <summary>Reads one container, or null.</summary>
    public async Task<RuntimeContainer?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return DockerContainerReader.Read(await connection.CallAsync(docker => docker.Containers.InspectContainerAsync(id, cancellationToken), cancellationToken));
        }
        catch (RuntimeNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Where a container's files are, or null. They stay where they are, so the engine is asked once.</summary>
    public async Task<ContainerFiles?> FindFilesAsync(string id, CancellationToken cancellationToken)
    {
        if (files.TryGetValue(id, out var known)) return known;
        try
        {
            var response = await connection.CallAsync(docker => docker.Containers.InspectContainerAsync(id, cancellationToken), cancellationToken);
            var layer = response.GraphDriver?.Data is { } data && data.TryGetValue("UpperDir", out var directory) ? directory : "";
            var log = string.IsNullOrEmpty(response.LogPath) ? [] : new[] { response.LogPath };
            // The engine forgets containers without telling this; a few hundred paths cost little to ask for again.
            if (files.Count > MostFiles) files.Clear();
            return files[id] = new ContainerFiles(layer, log);
        }
        catch (RuntimeNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Creates and starts a sandbox.</summary>
    public async Task<RuntimeContainer> RunSandboxAsync(SandboxConfig config, CancellationToken cancellationToken)
    {
        await CheckAsync(config, cancellationToken);
        await EnsurePauseImageAsync(cancellationToken);
        while (true)
        {
            var withNegativeScore = negativeScores.AreAllowed;
            string id;
            try
            {
                id = await CreateAsync(DockerContainerWriter.Sandbox(connection.NodeName, config, withNegativeScore), cancellationToken);
            }
            catch (RuntimeNotFoundException) when (pauseImagePresent)
            {
                // Somebody removed the image since; the network is only looked up at start.
                pauseImagePresent = false;
                await EnsurePauseImageAsync(cancellationToken);
                continue;
            }
            try
            {
                await StartAsync(id, cancellationToken);
            }
            catch (RuntimeException e)
            {
                await RemoveAsync(id, cancellationToken);
                if (withNegativeScore && negativeScores.NoteRefusal(e)) continue;
                throw;
            }
            return await FindAsync(id, cancellationToken) ?? throw new RuntimeNotFoundException($"the sandbox of {config.Pod} was removed while it started");
        }
    }

    /// <summary>Creates a container.</summary>
    public async Task<string> CreateAsync(ContainerConfig config, CancellationToken cancellationToken)
    {
        config = negativeScores.Fit(config);
        config = config with { Security = await users.ResolveAsync(config.Image, config.ImageUser, config.Security, cancellationToken) };
        config = config with { Mounts = await roots.ResolveAsync(config.Mounts, cancellationToken) };
        if (!config.HostUsers)
        {
            var sandbox = await FindAsync(config.SandboxId, cancellationToken) ?? throw new RuntimeNotFoundException($"No such container: {config.SandboxId}");
            config = config with { Mounts = DockerMappedMounts.Map(config, sandbox) };
        }
        return await CreateAsync(DockerContainerWriter.Container(connection.NodeName, config), cancellationToken);
    }

    /// <summary>Starts a container.</summary>
    public async Task StartAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await connection.CallAsync(docker => docker.Containers.StartContainerAsync(id, new ContainerStartParameters(), cancellationToken), cancellationToken);
        }
        catch (RuntimeException e)
        {
            // The next attempt comes without a negative score; a container that never had one will fail again for its own reason.
            negativeScores.NoteRefusal(e);
            throw;
        }
    }

    /// <summary>Changes a running container's share of the node.</summary>
    public Task UpdateAsync(string id, ContainerResources resources, CancellationToken cancellationToken) => connection.CallAsync(
        docker => docker.Containers.UpdateContainerAsync(id, DockerContainerWriter.Update(resources), cancellationToken), cancellationToken);

    /// <summary>Ends a container, softly first.</summary>
    public Task StopAsync(string id, TimeSpan grace, CancellationToken cancellationToken)
    {
        var seconds = (uint)Math.Max(0, Math.Ceiling(grace.TotalSeconds));
        return connection.TryCallAsync(docker => docker.Containers.StopContainerAsync(id, new ContainerStopParameters { WaitBeforeKillSeconds = seconds }, cancellationToken), cancellationToken);
    }

    /// <summary>Removes a container, whatever it does.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await connection.TryCallAsync(
                docker => docker.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellationToken), cancellationToken);
        }
        catch (RuntimeException e) when (e.Message.Contains("already in progress", StringComparison.Ordinal))
        {
            // Someone else is removing it; the engine's event says when it is gone.
        }
    }

    private async Task<string> CreateAsync(CreateContainerParameters parameters, CancellationToken cancellationToken)
    {
        try
        {
            return (await connection.CallAsync(docker => docker.Containers.CreateContainerAsync(parameters, cancellationToken), cancellationToken)).ID;
        }
        catch (RuntimeException e) when (e.Message.Contains("is already in use by container", StringComparison.Ordinal))
        {
            // Left over from a start that was cut short: the name says that it is the very same attempt.
            await RemoveAsync(parameters.Name!, cancellationToken);
            return (await connection.CallAsync(docker => docker.Containers.CreateContainerAsync(parameters, cancellationToken), cancellationToken)).ID;
        }
    }

    /// <summary>Refuses what the engine can't do, which it would only say when the sandbox starts, or not at all.</summary>
    private async Task CheckAsync(SandboxConfig config, CancellationToken cancellationToken)
    {
        if (config.HostUsers && config.RuntimeHandler.Length == 0) return;
        var info = await connection.CallAsync(docker => docker.System.GetSystemInfoAsync(cancellationToken), cancellationToken);
        if (config.RuntimeHandler is { Length: > 0 } and not "docker" && info.Runtimes?.ContainsKey(config.RuntimeHandler) is not true)
            throw new RuntimeException($"failed to get sandbox runtime: no runtime for \"{config.RuntimeHandler}\" is configured");
        if (!config.HostUsers && !MapsUsers(info)) throw new NoUserNamespacesException(config.RuntimeHandler);
    }

    /// <summary>True where the engine gives containers users of their own (<c>userns-remap</c>).</summary>
    public static bool MapsUsers(SystemInfoResponse engine) => engine.SecurityOptions?.Any(option => option.StartsWith("name=userns", StringComparison.Ordinal)) is true;

    public void Dispose() => pauseImageTurn.Dispose();

    private async Task EnsurePauseImageAsync(CancellationToken cancellationToken)
    {
        if (pauseImagePresent) return;
        // Pods that start together would each make one, and all but the last would lie around without a name.
        await pauseImageTurn.WaitAsync(cancellationToken);
        try
        {
            if (pauseImagePresent) return;
            if (await images.FindAsync(PauseImage.Reference, cancellationToken) is null)
                await images.ImportAsync(PauseImage.Repository, PauseImage.Tag, PauseImage.Path, PauseImage.Archive(RuntimeInformation.OSArchitecture), cancellationToken);
            pauseImagePresent = true;
        }
        finally
        {
            pauseImageTurn.Release();
        }
    }
}

using System.Runtime.InteropServices;
using Kite.Agent.Runtime.Cri.Events;
using Kite.Agent.Runtime.Cri.Logs;
using Kite.Agent.Runtime.Cri.Streaming;

namespace Kite.Agent.Runtime.Cri;

/// <summary>A container runtime that speaks CRI v1, such as containerd.</summary>
internal sealed class CriRuntime : IContainerRuntime, IDisposable
{
    private readonly CriConnection connection;
    private readonly CriSandboxes sandboxes;
    private readonly CriContainers containers;
    private readonly CriImages images;
    private readonly CriStreams streams;
    private readonly LogReader logs;
    private readonly RuntimeEvents events;
    private volatile string scheme = "containerd";

    public CriRuntime(CriConnection connection, LogFiles files, TimeProvider clock)
    {
        this.connection = connection;
        sandboxes = new CriSandboxes(connection, files);
        containers = new CriContainers(connection, sandboxes, files, clock);
        images = new CriImages(connection);
        streams = new CriStreams(connection, sandboxes, clock);
        logs = new LogReader(containers, clock);
        events = new RuntimeEvents(connection, FindAsync, ListAsync, clock);
    }

    public string Scheme => scheme;

    public string ImageScheme => "";

    public bool TakesUserIds => true;

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var conditions = (await connection.StatusAsync(verbose: false, cancellationToken)).Status.Conditions;
        // What it says of its network is told by whoever set that up.
        return conditions.FirstOrDefault(condition => condition.Type == "RuntimeReady") is { Status: false } runtime
            ? $"container runtime not ready: RuntimeReady=false reason:{runtime.Reason} message:{runtime.Message}"
            : null;
    }

    public async Task<RuntimeInfo> InfoAsync(CancellationToken cancellationToken)
    {
        var version = await CriConnection.CallAsync(connection.Runtime.VersionAsync(new V1.VersionRequest { Version = "v1" }, cancellationToken: cancellationToken), cancellationToken);
        scheme = version.RuntimeName;
        var status = await connection.StatusAsync(verbose: true, cancellationToken);
        return new RuntimeInfo(
            version.RuntimeName, version.RuntimeVersion, await images.DirectoryAsync(cancellationToken), RuntimeInformation.OSDescription,
            (await File.ReadAllTextAsync("/proc/sys/kernel/osrelease", cancellationToken)).Trim())
        {
            Handlers = CriInfo.Handlers(status),
            HasStrictGroups = status.Features?.SupplementalGroupsPolicy is true,
            HasSystemdCgroups = CriInfo.HasSystemdCgroups(status.Info),
        };
    }

    public async Task<IReadOnlyList<RuntimeContainerSummary>> ListAsync(CancellationToken cancellationToken)
    {
        // Containers first: one that appears in between has a sandbox that is listed.
        var all = await containers.ListAsync(cancellationToken);
        return [.. await sandboxes.ListAsync(cancellationToken), .. all];
    }

    public async Task<RuntimeContainer?> FindAsync(string id, CancellationToken cancellationToken) =>
        await containers.FindAsync(id, cancellationToken) ?? await sandboxes.FindAsync(id, cancellationToken);

    public Task<RuntimeContainer> RunSandboxAsync(SandboxConfig config, CancellationToken cancellationToken) => sandboxes.RunAsync(config, cancellationToken);

    public Task<string> CreateContainerAsync(ContainerConfig config, CancellationToken cancellationToken) => containers.CreateAsync(config, cancellationToken);

    public Task StartContainerAsync(string id, CancellationToken cancellationToken) => containers.StartAsync(id, cancellationToken);

    public Task UpdateContainerAsync(string id, ContainerResources resources, CancellationToken cancellationToken) => containers.UpdateAsync(id, resources, cancellationToken);

    public async Task StopAsync(string id, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (await containers.StatusAsync(id, verbose: false, cancellationToken) is null) await sandboxes.StopAsync(id, cancellationToken);
        else await containers.StopAsync(id, grace, cancellationToken);
    }

    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        if (await containers.StatusAsync(id, verbose: false, cancellationToken) is null) await sandboxes.RemoveAsync(id, cancellationToken);
        else await containers.RemoveAsync(id, cancellationToken);
    }

    public Task<ContainerFiles?> FindFilesAsync(string id, CancellationToken cancellationToken) => containers.FindFilesAsync(id, cancellationToken);

    public IAsyncEnumerable<RuntimeEvent> EventsAsync(CancellationToken cancellationToken) => events.ReadAsync(cancellationToken);

    public Task<IReadOnlyList<RuntimeImage>> ListImagesAsync(CancellationToken cancellationToken) => images.ListAsync(cancellationToken);

    public Task<RuntimeImage?> FindImageAsync(string reference, CancellationToken cancellationToken) => images.FindAsync(reference, cancellationToken);

    public Task PullImageAsync(string reference, RegistryCredentials? credentials, CancellationToken cancellationToken) => images.PullAsync(reference, credentials, cancellationToken);

    public async Task RemoveImageAsync(string id, CancellationToken cancellationToken)
    {
        // The runtime would take the image from under them.
        if (await containers.UsesAsync(id, cancellationToken)) throw new RuntimeException($"unable to remove image {id}: a container uses it");
        await images.RemoveAsync(id, cancellationToken);
    }

    public Task<IContainerSession> ExecAsync(ExecRequest request, CancellationToken cancellationToken) => streams.ExecAsync(request, cancellationToken);

    public Task<ExecResult> ExecSyncAsync(string containerId, IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellationToken) =>
        streams.ExecSyncAsync(containerId, command, timeout, cancellationToken);

    public Task<IContainerSession> AttachAsync(AttachRequest request, CancellationToken cancellationToken) => streams.AttachAsync(request, cancellationToken);

    public Task ReadLogsAsync(string containerId, LogQuery query, Stream output, CancellationToken cancellationToken) => logs.ReadAsync(containerId, query, output, cancellationToken);

    public Task<Stream> PortForwardAsync(string sandboxId, int port, CancellationToken cancellationToken) => streams.PortForwardAsync(sandboxId, port, cancellationToken);

    public void Dispose() => streams.Dispose();
}

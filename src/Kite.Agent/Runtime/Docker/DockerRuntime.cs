using System.Runtime.CompilerServices;

namespace Kite.Agent.Runtime.Docker;

/// <summary>A Docker Engine as the container runtime.</summary>
internal sealed class DockerRuntime : IContainerRuntime, IDisposable
{
    private readonly DockerConnection connection;
    private readonly DockerContainers containers;
    private readonly DockerImages images;
    private readonly DockerImageRoots roots;
    private readonly DockerStreams streams;
    private readonly DockerEvents events;

    public DockerRuntime(DockerOptions options, TimeProvider clock)
    {
        connection = new DockerConnection(options);
        roots = new DockerImageRoots(connection, options.ImageRoots);
        images = new DockerImages(connection, clock);
        containers = new DockerContainers(connection, images, roots);
        streams = new DockerStreams(connection, containers, clock);
        events = new DockerEvents(connection, clock);
    }

    public string Scheme => "docker";

    public string ImageScheme => "docker";

    public bool TakesUserIds => false;

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        await connection.CallAsync(docker => docker.System.PingAsync(cancellationToken), cancellationToken);
        return null;
    }

    public Task<RuntimeInfo> InfoAsync(CancellationToken cancellationToken) => connection.CallAsync(
        async docker =>
        {
            var info = await docker.System.GetSystemInfoAsync(cancellationToken);
            return new RuntimeInfo("docker", info.ServerVersion, info.DockerRootDir, info.OperatingSystem, info.KernelVersion)
            {
                Handlers = [.. (info.Runtimes?.Keys ?? []).Prepend("").Order(StringComparer.Ordinal).Select(name => new RuntimeHandler(name, DockerContainers.MapsUsers(info)))],
                HasStrictGroups = true,
                HasSystemdCgroups = info.CgroupDriver == "systemd",
            };
        },
        cancellationToken);

    public Task<IReadOnlyList<RuntimeContainerSummary>> ListAsync(CancellationToken cancellationToken) => containers.ListAsync(cancellationToken);

    public Task<RuntimeContainer?> FindAsync(string id, CancellationToken cancellationToken) => containers.FindAsync(id, cancellationToken);

    public Task<RuntimeContainer> RunSandboxAsync(SandboxConfig config, CancellationToken cancellationToken) => containers.RunSandboxAsync(config, cancellationToken);

    public Task<string> CreateContainerAsync(ContainerConfig config, CancellationToken cancellationToken) => containers.CreateAsync(config, cancellationToken);

    public Task StartContainerAsync(string id, CancellationToken cancellationToken) => containers.StartAsync(id, cancellationToken);

    public Task UpdateContainerAsync(string id, ContainerResources resources, CancellationToken cancellationToken) => containers.UpdateAsync(id, resources, cancellationToken);

    public Task StopAsync(string id, TimeSpan grace, CancellationToken cancellationToken) => containers.StopAsync(id, grace, cancellationToken);

    public Task RemoveAsync(string id, CancellationToken cancellationToken) => containers.RemoveAsync(id, cancellationToken);

    public Task<ContainerFiles?> FindFilesAsync(string id, CancellationToken cancellationToken) => containers.FindFilesAsync(id, cancellationToken);

    public async IAsyncEnumerable<RuntimeEvent> EventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var runtimeEvent in events.ReadAsync(cancellationToken)) yield return runtimeEvent;
    }

    public Task<IReadOnlyList<RuntimeImage>> ListImagesAsync(CancellationToken cancellationToken) => images.ListAsync(cancellationToken);

    public Task<RuntimeImage?> FindImageAsync(string reference, CancellationToken cancellationToken) => images.FindAsync(reference, cancellationToken);

    public Task PullImageAsync(string reference, RegistryCredentials? credentials, CancellationToken cancellationToken) =>
        images.PullAsync(reference, credentials, cancellationToken);

    public async Task RemoveImageAsync(string id, CancellationToken cancellationToken)
    {
        await images.RemoveAsync(id, cancellationToken);
        roots.Remove(id);
    }

    public Task<IContainerSession> ExecAsync(ExecRequest request, CancellationToken cancellationToken) => streams.ExecAsync(request, cancellationToken);

    public Task<ExecResult> ExecSyncAsync(string containerId, IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellationToken) =>
        streams.ExecSyncAsync(containerId, command, timeout, cancellationToken);

    public Task<IContainerSession> AttachAsync(AttachRequest request, CancellationToken cancellationToken) => streams.AttachAsync(request, cancellationToken);

    public Task ReadLogsAsync(string containerId, LogQuery query, Stream output, CancellationToken cancellationToken) =>
        streams.ReadLogsAsync(containerId, query, output, cancellationToken);

    public Task<Stream> PortForwardAsync(string sandboxId, int port, CancellationToken cancellationToken) => streams.PortForwardAsync(sandboxId, port, cancellationToken);

    public void Dispose()
    {
        containers.Dispose();
        connection.Dispose();
    }
}

namespace Kite.Agent.Runtime;

/// <summary>Measures what is asked of a runtime. The names of operations are those of CRI, whichever runtime it is.</summary>
internal sealed class MeasuredRuntime(IContainerRuntime runtime, RuntimeCache cache, RuntimeMeters meters, TimeProvider clock) : IContainerRuntime
{
    public string Scheme => runtime.Scheme;

    public string ImageScheme => runtime.ImageScheme;

    public bool TakesUserIds => runtime.TakesUserIds;

    public Task<string?> CheckAsync(CancellationToken cancellationToken) => meters.MeasureAsync("status", () => runtime.CheckAsync(cancellationToken));

    public Task<RuntimeInfo> InfoAsync(CancellationToken cancellationToken) => meters.MeasureAsync("version", () => runtime.InfoAsync(cancellationToken));

    public async Task<IReadOnlyList<RuntimeContainerSummary>> ListAsync(CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var listed = await meters.MeasureAsync("list_containers", () => runtime.ListAsync(cancellationToken));
        meters.Listed(began);
        return listed;
    }

    public Task<RuntimeContainer?> FindAsync(string id, CancellationToken cancellationToken) => meters.MeasureAsync(Of("container_status", "podsandbox_status", id), () => runtime.FindAsync(id, cancellationToken));

    public async Task<RuntimeContainer> RunSandboxAsync(SandboxConfig config, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var sandbox = await meters.MeasureAsync("run_podsandbox", () => runtime.RunSandboxAsync(config, cancellationToken));
        meters.SandboxMade(config.RuntimeHandler, clock.GetElapsedTime(began));
        return sandbox;
    }

    public Task<string> CreateContainerAsync(ContainerConfig config, CancellationToken cancellationToken) =>
        meters.MeasureAsync("create_container", () => runtime.CreateContainerAsync(config, cancellationToken));

    public Task StartContainerAsync(string id, CancellationToken cancellationToken) => MeasureAsync("start_container", () => runtime.StartContainerAsync(id, cancellationToken));

    public Task UpdateContainerAsync(string id, ContainerResources resources, CancellationToken cancellationToken) =>
        MeasureAsync("update_container", () => runtime.UpdateContainerAsync(id, resources, cancellationToken));

    public Task StopAsync(string id, TimeSpan grace, CancellationToken cancellationToken) =>
        MeasureAsync(Of("stop_container", "stop_podsandbox", id), () => runtime.StopAsync(id, grace, cancellationToken));

    public Task RemoveAsync(string id, CancellationToken cancellationToken) => MeasureAsync(Of("remove_container", "remove_podsandbox", id), () => runtime.RemoveAsync(id, cancellationToken));

    public Task<ContainerFiles?> FindFilesAsync(string id, CancellationToken cancellationToken) => meters.MeasureAsync("container_stats", () => runtime.FindFilesAsync(id, cancellationToken));

    public IAsyncEnumerable<RuntimeEvent> EventsAsync(CancellationToken cancellationToken) => runtime.EventsAsync(cancellationToken);

    public Task<IReadOnlyList<RuntimeImage>> ListImagesAsync(CancellationToken cancellationToken) => meters.MeasureAsync("list_images", () => runtime.ListImagesAsync(cancellationToken));

    public Task<RuntimeImage?> FindImageAsync(string reference, CancellationToken cancellationToken) => meters.MeasureAsync("image_status", () => runtime.FindImageAsync(reference, cancellationToken));

    public Task PullImageAsync(string reference, RegistryCredentials? credentials, CancellationToken cancellationToken) =>
        MeasureAsync("pull_image", () => runtime.PullImageAsync(reference, credentials, cancellationToken));

    public Task RemoveImageAsync(string id, CancellationToken cancellationToken) => MeasureAsync("remove_image", () => runtime.RemoveImageAsync(id, cancellationToken));

    public Task<IContainerSession> ExecAsync(ExecRequest request, CancellationToken cancellationToken) => meters.MeasureAsync("exec", () => runtime.ExecAsync(request, cancellationToken));

    public Task<ExecResult> ExecSyncAsync(string containerId, IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellationToken) =>
        meters.MeasureAsync("exec_sync", () => runtime.ExecSyncAsync(containerId, command, timeout, cancellationToken));

    public Task<IContainerSession> AttachAsync(AttachRequest request, CancellationToken cancellationToken) => meters.MeasureAsync("attach", () => runtime.AttachAsync(request, cancellationToken));

    public Task ReadLogsAsync(string containerId, LogQuery query, Stream output, CancellationToken cancellationToken) => runtime.ReadLogsAsync(containerId, query, output, cancellationToken);

    public Task<Stream> PortForwardAsync(string sandboxId, int port, CancellationToken cancellationToken) =>
        meters.MeasureAsync("port_forward", () => runtime.PortForwardAsync(sandboxId, port, cancellationToken));

    private string Of(string container, string sandbox, string id) => cache.Find(id) is { IsSandbox: true } ? sandbox : container;

    private Task<bool> MeasureAsync(string type, Func<Task> operation) => meters.MeasureAsync(type, async () =>
    {
        await operation();
        return true;
    });
}

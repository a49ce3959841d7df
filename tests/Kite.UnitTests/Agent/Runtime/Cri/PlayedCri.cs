using Grpc.Core;
using Kite.Agent.Grpc;
using Kite.Agent.Runtime.Cri;
using Kite.Agent.Runtime.Cri.Logs;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using V1 = Kite.Agent.Runtime.Cri.V1;

namespace Kite.UnitTests.Agent.Runtime.Cri;

/// <summary>A runtime on a real socket that says what the test wants, and remembers what it was asked.</summary>
internal sealed class PlayedCri : V1.RuntimeService.RuntimeServiceBase, IAsyncDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("kite-cri-").FullName;
    private UnixSocketServer? server;

    /// <summary>What it says of itself.</summary>
    public V1.StatusResponse Answer { get; } = new() { Status = new V1.RuntimeStatus() };

    /// <summary>The sandboxes that it was to make.</summary>
    public List<V1.RunPodSandboxRequest> Sandboxes { get; } = [];

    /// <summary>The containers that it was to make.</summary>
    public List<V1.CreateContainerRequest> Containers { get; } = [];

    public async Task StartAsync() => server = await UnixSocketServer.StartAsync(
        Path.Combine(directory, "cri.sock"), NullLoggerFactory.Instance, services => services.AddSingleton(this).AddSingleton<PlayedImages>(), map =>
        {
            map.MapGrpcService<PlayedCri>();
            map.MapGrpcService<PlayedImages>();
        },
        CancellationToken.None);

    /// <summary>A runtime that speaks to it, as after a start of the node.</summary>
    public CriRuntime Open()
    {
        var options = new CriOptions(new Uri($"unix://{directory}/cri.sock"), "n") { LogDirectory = Path.Combine(directory, "pods"), LinkDirectory = Path.Combine(directory, "containers") };
        return new CriRuntime(new CriConnection(options), new LogFiles(options), TimeProvider.System);
    }

    public override Task<V1.VersionResponse> Version(V1.VersionRequest request, ServerCallContext context) => Task.FromResult(new V1.VersionResponse { RuntimeName = "played", RuntimeVersion = "1.0" });

    public override Task<V1.StatusResponse> Status(V1.StatusRequest request, ServerCallContext context) => Task.FromResult(Answer);

    public override Task<V1.RunPodSandboxResponse> RunPodSandbox(V1.RunPodSandboxRequest request, ServerCallContext context)
    {
        Sandboxes.Add(request);
        return Task.FromResult(new V1.RunPodSandboxResponse { PodSandboxId = $"{Sandboxes.Count - 1}" });
    }

    public override Task<V1.PodSandboxStatusResponse> PodSandboxStatus(V1.PodSandboxStatusRequest request, ServerCallContext context)
    {
        var config = Sandboxes[int.Parse(request.PodSandboxId)].Config;
        var status = new V1.PodSandboxStatus { Id = request.PodSandboxId, Metadata = config.Metadata, Linux = new V1.LinuxPodSandboxStatus { Namespaces = new V1.Namespace { Options = config.Linux.SecurityContext.NamespaceOptions } } };
        status.Labels.Add(config.Labels);
        return Task.FromResult(new V1.PodSandboxStatusResponse { Status = status });
    }

    public override Task<V1.CreateContainerResponse> CreateContainer(V1.CreateContainerRequest request, ServerCallContext context)
    {
        Containers.Add(request);
        return Task.FromResult(new V1.CreateContainerResponse { ContainerId = $"c{Containers.Count - 1}" });
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    private sealed class PlayedImages : V1.ImageService.ImageServiceBase
    {
        public override Task<V1.ImageFsInfoResponse> ImageFsInfo(V1.ImageFsInfoRequest request, ServerCallContext context) => Task.FromResult(new V1.ImageFsInfoResponse());
    }
}

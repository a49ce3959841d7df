using Docker.DotNet;
using Docker.DotNet.Models;

namespace Kite.Agent.Runtime.Docker;

/// <summary>A container's main process.</summary>
internal sealed class DockerAttachSession(DockerConnection connection, string containerId, MultiplexedStream stream) : DockerSession(connection, stream)
{
    public override Task ResizeAsync(int columns, int rows, CancellationToken cancellationToken) => Connection.TryCallAsync(
        docker => docker.Containers.ResizeContainerTtyAsync(containerId, new ContainerResizeParameters { Width = columns, Height = rows }, cancellationToken), cancellationToken);

    public override async Task<int> ExitCodeAsync(CancellationToken cancellationToken) =>
        (int)(await Connection.CallAsync(docker => docker.Containers.WaitContainerAsync(containerId, cancellationToken), cancellationToken)).StatusCode;
}

using Docker.DotNet;
using Docker.DotNet.Models;
using Kite.Agent.Linux;

namespace Kite.Agent.Runtime.Docker;

/// <summary>A command in a container.</summary>
internal sealed class DockerExecSession(DockerConnection connection, string execId, MultiplexedStream stream) : DockerSession(connection, stream)
{
    public override Task ResizeAsync(int columns, int rows, CancellationToken cancellationToken) => Connection.TryCallAsync(
        docker => docker.Exec.ResizeExecTtyAsync(execId, new ContainerResizeParameters { Width = columns, Height = rows }, cancellationToken), cancellationToken);

    public override async Task<int> ExitCodeAsync(CancellationToken cancellationToken)
    {
        // The stream may end a moment before the engine has noted the exit code.
        while (true)
        {
            var exec = await Connection.CallAsync(docker => docker.Exec.InspectContainerExecAsync(execId, cancellationToken), cancellationToken);
            if (!exec.Running) return (int)(exec.ExitCode ?? 0);
            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
        }
    }

    /// <summary>Kills the command; the engine has no call for that, but says which process it is.</summary>
    public async Task KillAsync()
    {
        try
        {
            var exec = await Connection.CallAsync(docker => docker.Exec.InspectContainerExecAsync(execId, CancellationToken.None), CancellationToken.None);
            if (exec is { Running: true, Pid: > 1 }) SystemCalls.SendSignal((int)exec.Pid, SystemCalls.Kill);
        }
        catch (RuntimeException)
        {
            // The container is gone, and the command with it.
        }
    }
}

using Kite.Agent.Linux;
using Kite.Agent.Volumes;

namespace Kite.Agent.Runtime.Docker;

/// <summary>
/// What a container mounts whose users aren't the host's. The engine maps the users of its own files only: Kite shows it everything else as if it belonged in the container to the users that it
/// belongs to on the node.
/// </summary>
internal static class DockerMappedMounts
{
    /// <summary>The mounts, each from a place of its own below <see cref="ContainerConfig.MountDirectory"/>.</summary>
    /// <param name="config">The container, its images' mounts resolved.</param>
    /// <param name="sandbox">The pod's sandbox, which has the same users.</param>
    /// <exception cref="RuntimeException">Something can't be shown in that way.</exception>
    public static IReadOnlyList<ContainerMount> Map(ContainerConfig config, RuntimeContainer sandbox)
    {
        try
        {
            return [.. config.Mounts.Select((mount, index) => mount with { Source = Map(mount.Source, Path.Combine(config.MountDirectory, $"{index}"), sandbox.ProcessId) })];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuntimeException($"failed to mount for a user namespace: {e.Message}", e);
        }
    }

    private static string Map(string source, string target, long processId)
    {
        Mounts.Prepare(target, FileStatus.Of(source)?.Type is FileType.Directory);
        MappedMounts.Bind(source, target, processId);
        return target;
    }
}

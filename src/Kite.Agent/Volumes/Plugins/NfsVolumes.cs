using Kite.Agent.Network.Commands;
using Kite.Agent.Volumes.Usage;

namespace Kite.Agent.Volumes.Plugins;

/// <summary><c>nfs</c>: a directory of a server, mounted by the node's own <c>mount.nfs</c>.</summary>
internal sealed class NfsVolumes(ICommandRunner commands) : IVolumePlugin
{
    private const UnixFileMode DirectoryMode = (UnixFileMode)0x1E8; // 0750

    public string? KindOf(VolumeSpec volume) => volume.Nfs is null ? null : "kubernetes.io~nfs";

    public async Task<MountedVolume> MountAsync(VolumeSpec volume, string directory, CancellationToken cancellationToken)
    {
        var source = volume.Nfs!;
        var isReadOnly = source.ReadOnly is true || volume.IsReadOnly;
        if (!Mounts.IsMountPoint(directory))
        {
            Directory.CreateDirectory(directory, DirectoryMode);
            string[] options = [.. volume.Persistent?.Spec.MountOptions ?? [], .. isReadOnly ? ["ro"] : Array.Empty<string>()];
            await MountCommand.RunAsync(commands, "nfs", Source(source.Server, source.Path), directory, options, cancellationToken);
        }
        return new MountedVolume(directory, isReadOnly) { Measure = VolumeMeasure.FileSystem };
    }

    /// <summary>An address of IPv6 is told apart from the path by brackets.</summary>
    private static string Source(string server, string path) => $"{(server.Contains(':') && !server.StartsWith('[') ? $"[{server}]" : server)}:{path}";
}

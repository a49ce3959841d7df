using Kite.Agent.Network.Commands;

namespace Kite.Agent.Volumes.Plugins;

/// <summary><c>nfs</c>: a directory of a server, mounted by the node's own <c>mount.nfs</c>.</summary>
internal sealed class NfsVolumes(ICommandRunner commands) : IVolumePlugin
{
    /// <summary>A server that doesn't answer holds up its own pods only, and is tried again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private const UnixFileMode DirectoryMode = (UnixFileMode)0x1E8; // 0750

    public string? KindOf(VolumeSpec volume) => volume.Nfs is null ? null : "kubernetes.io~nfs";

    public async Task<MountedVolume> MountAsync(VolumeSpec volume, string directory, CancellationToken cancellationToken)
    {
        var source = volume.Nfs!;
        var isReadOnly = source.ReadOnly is true || volume.IsReadOnly;
        if (!Mounts.IsMountPoint(directory))
        {
            Directory.CreateDirectory(directory, DirectoryMode);
            await RunAsync(Arguments(source.Server, source.Path, directory, [.. volume.Persistent?.Spec.MountOptions ?? [], .. isReadOnly ? ["ro"] : Array.Empty<string>()]), cancellationToken);
        }
        return new MountedVolume(directory, isReadOnly);
    }

    private static List<string> Arguments(string server, string path, string directory, IReadOnlyList<string> options)
    {
        // An address of IPv6 is told apart from the path by brackets.
        var host = server.Contains(':') && !server.StartsWith('[') ? $"[{server}]" : server;
        List<string> arguments = ["-t", "nfs"];
        if (options.Count > 0) arguments.AddRange(["-o", string.Join(',', options.Distinct())]);
        arguments.AddRange([$"{host}:{path}", directory]);
        return arguments;
    }

    private async Task RunAsync(List<string> arguments, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        CommandResult result;
        try
        {
            result = await commands.RunAsync("mount", arguments, null, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            result = new CommandResult(32, "", $"mount.nfs: no answer within {Patience.TotalSeconds:0} s");
        }
        if (!result.Succeeded)
            throw new VolumeException(
                $"mount failed: exit status {result.ExitCode}\nMounting command: mount\nMounting arguments: {string.Join(' ', arguments)}\nOutput: {(result.Output + result.Error).TrimEnd()}\n");
    }
}

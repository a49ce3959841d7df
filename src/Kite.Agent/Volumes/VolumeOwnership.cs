using Kite.Agent.Linux;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Volumes;

/// <summary>Gives a volume to the pod's <c>fsGroup</c>: files become the group's to read and write, directories hand the group on to what is made in them.</summary>
internal static class VolumeOwnership
{
    private const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead;
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute;

    /// <summary>Changes a volume and all in it, unless the pod's policy is content with its root as it is; without an <c>fsGroup</c> nothing changes.</summary>
    /// <exception cref="IOException">Something can't be changed.</exception>
    public static void Apply(Pod pod, string root, bool isReadOnly)
    {
        if (pod.Spec.SecurityContext is not { FsGroup: { } group } security) return;
        if (security.FsGroupChangePolicy == "OnRootMismatch" && FileStatus.Of(root) is { } status && Suits(status, (uint)group, isReadOnly)) return;
        Change(root, (uint)group, isReadOnly);
        // Neither links nor what is mounted below belongs to the volume's files.
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        foreach (var path in Directory.EnumerateFileSystemEntries(root, "*", all)) Change(path, (uint)group, isReadOnly);
    }

    private static bool Suits(FileStatus root, uint group, bool isReadOnly)
    {
        var wanted = UnixFileMode.SetGroup | Execute | (isReadOnly ? Read : ReadWrite);
        return root.Group == group && (root.Permissions & wanted) == wanted;
    }

    private static void Change(string path, uint group, bool isReadOnly)
    {
        if (FileStatus.Of(path, followLink: false) is not { } status || status.Type is FileType.Link) return;
        const uint keep = uint.MaxValue;
        if (SystemCalls.ChangeOwner(path, keep, group) != 0) throw new IOException($"can't give {path} to group {group}");
        var mode = status.Permissions | (isReadOnly ? Read : ReadWrite);
        if (status.Type is FileType.Directory) mode |= UnixFileMode.SetGroup | Execute;
        File.SetUnixFileMode(path, mode);
    }
}

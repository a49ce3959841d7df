using System.Globalization;
using System.Runtime.InteropServices;

namespace Kite.Agent.Volumes;

/// <summary>
/// Replaces all files of a directory at once. The files lie in a directory with a time as its name, <c>..data</c> is a link to it, and every name that users see is a link
/// through <c>..data</c>: swapping that one link swaps everything, and a reader never sees half of an update.
/// </summary>
internal sealed class AtomicDirectory(string path, TimeProvider clock)
{
    private const string Data = "..data";
    private const string NextData = "..data_tmp";
    private const UnixFileMode DirectoryMode = (UnixFileMode)0x1ED; // 0755

    /// <summary>Makes the directory hold these files and no others; false where it did already.</summary>
    /// <param name="files">The files.</param>
    /// <param name="setOwnership">Gets the directory with the new files before anybody sees them.</param>
    public bool Write(IReadOnlyList<ProjectedFile> files, Action<string> setOwnership)
    {
        var current = Path.Combine(path, Data);
        var old = new DirectoryInfo(current) is { LinkTarget: { } target } ? Path.Combine(path, target) : null;
        if (old is not null && IsSame(old, files)) return false;

        var name = clock.GetUtcNow().ToString("..yyyy_MM_dd_HH_mm_ss.fffffff", CultureInfo.InvariantCulture);
        var next = Path.Combine(path, name);
        MakeDirectory(next);
        foreach (var file in files) WriteFile(next, file);
        setOwnership(next);

        var link = Path.Combine(path, NextData);
        File.Delete(link);
        File.CreateSymbolicLink(link, name);
        if (Linux.SystemCalls.Rename(link, current) != 0) throw new IOException($"can't replace {current}: error {Marshal.GetLastPInvokeError()}");
        LinkNames(files);
        if (old is not null && Directory.Exists(old)) Directory.Delete(old, recursive: true);
        return true;
    }

    private static bool IsSame(string directory, IReadOnlyList<ProjectedFile> files)
    {
        if (!Directory.Exists(directory) || Directory.GetFiles(directory, "*", SearchOption.AllDirectories).Length != files.Count) return false;
        foreach (var file in files)
        {
            var existing = Path.Combine(directory, file.Path);
            if (!File.Exists(existing) || !File.ReadAllBytes(existing).AsSpan().SequenceEqual(file.Content)) return false;
        }
        return true;
    }

    private static void WriteFile(string root, ProjectedFile file)
    {
        var target = Path.Combine(root, file.Path);
        MakeDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllBytes(target, file.Content);
        if (file.User is { } user && Linux.SystemCalls.ChangeOwner(target, user, uint.MaxValue) != 0) throw new IOException($"can't give {target} to user {user}");
        File.SetUnixFileMode(target, file.Mode);
    }

    private static void MakeDirectory(string directory)
    {
        if (Directory.Exists(directory)) return;
        MakeDirectory(Path.GetDirectoryName(directory)!);
        Directory.CreateDirectory(directory);
        // The mode that Create takes is cut by the process' umask.
        File.SetUnixFileMode(directory, DirectoryMode);
    }

    private void LinkNames(IReadOnlyList<ProjectedFile> files)
    {
        var names = files.Select(file => file.Path.Split('/')[0]).ToHashSet(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var link = Path.Combine(path, name);
            if (new FileInfo(link).LinkTarget is null) File.CreateSymbolicLink(link, $"{Data}/{name}");
        }
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos())
            if (!entry.Name.StartsWith("..", StringComparison.Ordinal) && !names.Contains(entry.Name)) entry.Delete();
    }
}

using System.Runtime.InteropServices;
using Kite.Agent.Linux;
using Microsoft.Win32.SafeHandles;

namespace Kite.Agent.Volumes;

/// <summary>Removes directories of pods, and never what is mounted in them or what links in them lead to.</summary>
internal static class SafeDirectories
{
    /// <summary>Removes a directory with all that is in it; what isn't there is no error.</summary>
    /// <exception cref="IOException">Something is mounted in it, or the kernel refuses. What was reached before is gone, everything else is untouched.</exception>
    public static void Remove(string directory)
    {
        if (FileStatus.Of(directory, followLink: false) is not { } status) return;
        if (status.Type is not FileType.Directory) throw new IOException($"{directory} is not a directory");
        using var parent = Open(FileCalls.Open(Path.GetDirectoryName(directory)!, FileCalls.Place, 0), directory);
        Remove(parent, Path.GetFileName(directory), directory);
    }

    private static void Remove(SafeFileHandle parent, string name, string path)
    {
        using (var directory = Open(FileCalls.OpenAt(parent, name, FileCalls.Place, 0), path))
        {
            var status = FileStatus.Of(directory);
            if (status.Type is FileType.Directory)
            {
                if (status.IsMountRoot) throw new IOException($"{path} is a mount point");
                // By way of the open directory: its name may mean another one by now.
                foreach (var entry in Directory.EnumerateFileSystemEntries($"/proc/self/fd/{directory.DangerousGetHandle()}").Select(Path.GetFileName).ToArray())
                    Remove(directory, entry!, Path.Combine(path, entry!));
                Unlink(parent, name, FileCalls.RemoveDirectory, path);
                return;
            }
        }
        Unlink(parent, name, 0, path);
    }

    private static void Unlink(SafeFileHandle parent, string name, int flags, string path)
    {
        if (FileCalls.UnlinkAt(parent, name, flags) != 0 && Marshal.GetLastPInvokeError() is var error and not FileCalls.NotFound)
            throw new IOException($"can't remove {path}: error {error}");
    }

    private static SafeFileHandle Open(int descriptor, string path) =>
        descriptor < 0 ? throw new IOException($"can't open {path}: error {Marshal.GetLastPInvokeError()}") : new SafeFileHandle(descriptor, ownsHandle: true);
}

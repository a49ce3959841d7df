using System.Runtime.InteropServices;
using Kite.Agent.Linux;

namespace Kite.Agent.Volumes;

/// <summary>File systems in memory that Kite has mounted.</summary>
internal static class Mounts
{
    /// <summary>Mounts a file system in memory on a directory unless one is there; false where the kernel doesn't let us.</summary>
    public static bool TryMountMemory(string directory, long? sizeBytes)
    {
        if (Below(directory).Contains(directory)) return true;
        return SystemCalls.Mount("tmpfs", directory, "tmpfs", SystemCalls.NoSetUserIdNoDevices, sizeBytes is { } size ? $"size={size}" : "") == 0;
    }

    /// <summary>Unmounts everything on or below a directory, the innermost first.</summary>
    /// <exception cref="IOException">Something can't be unmounted.</exception>
    public static void UnmountBelow(string directory)
    {
        foreach (var mount in Below(directory).OrderByDescending(mount => mount.Length))
            if (SystemCalls.Unmount(mount, SystemCalls.Detach) != 0) throw new IOException($"can't unmount {mount}: error {Marshal.GetLastPInvokeError()}");
    }

    private static List<string> Below(string directory)
    {
        var mounts = new List<string>();
        foreach (var line in File.ReadLines("/proc/self/mountinfo"))
        {
            var path = line.Split(' ')[4].Replace("\\040", " ");
            if (path == directory || path.StartsWith(directory + "/", StringComparison.Ordinal)) mounts.Add(path);
        }
        return mounts;
    }
}

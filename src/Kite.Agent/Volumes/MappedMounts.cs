using System.Runtime.InteropServices;
using Kite.Agent.Linux;
using Microsoft.Win32.SafeHandles;

namespace Kite.Agent.Volumes;

/// <summary>Mounts that show files to a user namespace as if they belonged there to the users that they belong to on the node.</summary>
internal static class MappedMounts
{
    private const int ReadOnlyFile = 0x80000; // O_RDONLY | O_CLOEXEC
    private const ulong MapUsers = 0x100000;

    /// <summary>Makes a directory or file appear at another place too, for a user namespace; what is mounted below it comes along as it is.</summary>
    /// <param name="source">What.</param>
    /// <param name="target">Where: of the same kind, and there.</param>
    /// <param name="processId">A process in the user namespace.</param>
    /// <exception cref="IOException">The kernel or the file system can't do that, or the process is gone.</exception>
    public static void Bind(string source, string target, long processId)
    {
        using var users = Open(FileCalls.Open($"/proc/{processId}/ns/user", ReadOnlyFile, 0), $"find the user namespace of process {processId}");
        using var mount = Open(SystemCalls.CloneMount(source), $"mount {source} a second time");
        var attributes = new SystemCalls.MountAttributes { Set = MapUsers, UserNamespace = (ulong)users.DangerousGetHandle() };
        if (SystemCalls.SetMountAttributes(mount, attributes) != 0) throw Failure($"set MOUNT_ATTR_IDMAP on {source}", " (maybe the filesystem used doesn't support idmap mounts on this kernel?)");
        if (SystemCalls.PlaceMount(mount, target) != 0) throw Failure($"mount {source} at {target}");
    }

    private static SafeFileHandle Open(long descriptor, string action) => descriptor < 0 ? throw Failure(action) : new SafeFileHandle((nint)descriptor, ownsHandle: true);

    private static IOException Failure(string action, string hint = "") => new($"failed to {action}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}{hint}");
}

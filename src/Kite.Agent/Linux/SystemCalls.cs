using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kite.Agent.Linux;

/// <summary>The calls of the C library that .NET has no name for. All return -1 and set the last error where they fail.</summary>
internal static partial class SystemCalls
{
    /// <summary><c>MS_NOSUID | MS_NODEV</c>.</summary>
    public const ulong NoSetUserIdNoDevices = 2 | 4;

    /// <summary><c>MNT_DETACH</c>: unmount now, clean up when nobody uses it any more.</summary>
    public const int Detach = 2;

    /// <summary><c>CLONE_NEWNET</c>.</summary>
    public const int NetworkNamespace = 0x40000000;

    /// <summary><c>SIGKILL</c>.</summary>
    public const int Kill = 9;

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Mount(string source, string target, string type, ulong flags, string data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unmount(string target, int flags);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwner(string path, uint user, uint group);

    /// <summary>Renames whatever is there, links to directories included, over whatever is there.</summary>
    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(string from, string to);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Link(string existing, string path);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    public static partial int EnterNamespace(int descriptor, int kind);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int OpenSocket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(SafeFileHandle socket, byte[] message, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(SafeFileHandle socket, [Out] byte[] buffer, nuint length, int flags);

    /// <summary>The number of a network device of this thread's namespace; 0 where there is none.</summary>
    [LibraryImport("libc", EntryPoint = "if_nametoindex", StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint InterfaceIndex(string name);

    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FileSystemStatus(string path, out FileSystemSpace.Status status);

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    public static partial int Advise(nint address, nuint length, int advice);

    /// <summary>Waits for files; -1 milliseconds for as long as it takes.</summary>
    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll([In, Out] PollEntry[] entries, nuint count, int milliseconds);

    /// <summary>Reads what is next, from files too that .NET takes for ones with positions.</summary>
    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, [Out] byte[] buffer, nuint count);

    /// <summary><c>statx</c> into 256 bytes.</summary>
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Status(int directory, string path, int flags, uint mask, ref byte status);

    /// <summary><c>mount_setattr</c>, which older C libraries have no name for: flags of a mount and of all below it.</summary>
    public static long SetMountAttributes(string path, MountAttributes attributes) => SystemCall(442, FileCalls.CurrentDirectory, path, 0x8000, ref attributes, 32);

    /// <summary><c>mount_setattr</c> on a mount that <see cref="CloneMount"/> has made, without what is mounted below it.</summary>
    public static long SetMountAttributes(SafeFileHandle mount, MountAttributes attributes) => SystemCall(442, mount.DangerousGetHandle(), "", FileCalls.EmptyPath, ref attributes, 32);

    /// <summary><c>open_tree</c>: a second mount of what is at a path, with all that is mounted below it; it is nowhere yet, and open.</summary>
    public static long CloneMount(string path) => SystemCall(428, FileCalls.CurrentDirectory, path, 1 | 0x8000 | 0x80000);

    /// <summary><c>move_mount</c>: puts a mount that is nowhere yet to its place.</summary>
    public static long PlaceMount(SafeFileHandle mount, string target) => SystemCall(429, mount.DangerousGetHandle(), "", FileCalls.CurrentDirectory, target, 4);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial long SystemCall(long number, long directory, string path, ulong flags, ref MountAttributes attributes, nuint size);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial long SystemCall(long number, long directory, string path, ulong flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial long SystemCall(long number, long directory, string path, long targetDirectory, string target, ulong flags);

    /// <summary><c>struct mount_attr</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MountAttributes
    {
        public ulong Set;
        public ulong Clear;
        public ulong Propagation;
        public ulong UserNamespace;
    }
}

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kite.Agent.Linux;

/// <summary>Calls on files relative to open directories, which names that others change meanwhile can't lead astray. All return -1 and set the last error where they fail.</summary>
internal static partial class FileCalls
{
    /// <summary><c>O_PATH | O_CLOEXEC | O_NOFOLLOW</c>: a place in the tree, never what a link there points to.</summary>
    public static readonly int Place = 0x200000 | 0x80000 | NoFollow;

    /// <summary><c>AT_FDCWD</c>.</summary>
    public const int CurrentDirectory = -100;

    /// <summary><c>AT_REMOVEDIR</c>.</summary>
    public const int RemoveDirectory = 0x200;

    /// <summary><c>AT_SYMLINK_NOFOLLOW</c>.</summary>
    public const int NoFollowLink = 0x100;

    /// <summary><c>AT_EMPTY_PATH</c>: the open file itself.</summary>
    public const int EmptyPath = 0x1000;

    /// <summary><c>ENOENT</c>.</summary>
    public const int NotFound = 2;

    /// <summary><c>EEXIST</c>.</summary>
    public const int Exists = 17;

    // O_NOFOLLOW is one of the flags that Arm numbers its own way.
    private static int NoFollow => RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x8000 : 0x20000;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenAt(SafeFileHandle directory, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeDirectoryAt(SafeFileHandle directory, string path, uint mode);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UnlinkAt(SafeFileHandle directory, string path, int flags);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ReadLinkAt(SafeFileHandle directory, string path, [Out] byte[] buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Status(int directory, string path, int flags, uint mask, [Out] byte[] status);
}

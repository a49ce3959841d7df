using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Kite.Agent.Linux;
using Microsoft.Win32.SafeHandles;

namespace Kite.Agent.Volumes;

/// <summary>File systems that Kite mounts for pods.</summary>
internal static partial class Mounts
{
    private const int NotPermitted = 1;
    private const ulong ReadOnlyFlag = 1;
    private const ulong RemountFlag = 32;
    private const ulong BindFlag = 4096;
    private const ulong RecursiveFlag = 16384;
    private const ulong SharedFlag = 1 << 20;
    private const ulong PrivateFlag = 1 << 18;

    /// <summary>True where something is mounted at this very place.</summary>
    public static bool IsMountPoint(string path) => FileStatus.Of(path, followLink: false) is { IsMountRoot: true };

    /// <summary>Mounts a file system in memory on a directory unless one is there; false where the kernel doesn't let us.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="sizeBytes">How much it may hold; null for half of the machine's memory.</param>
    public static bool TryMountMemory(string directory, long? sizeBytes) =>
        IsMountPoint(directory) || SystemCalls.Mount("tmpfs", directory, "tmpfs", SystemCalls.NoSetUserIdNoDevices, sizeBytes is { } size ? $"size={size}" : "") == 0;

    /// <summary>Mounts huge pages on a directory unless they are there.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public static void MountHugePages(string directory, long pageBytes, long? sizeBytes)
    {
        if (IsMountPoint(directory)) return;
        var options = sizeBytes is { } size ? $"pagesize={pageBytes},size={size}" : $"pagesize={pageBytes}";
        if (SystemCalls.Mount("nodev", directory, "hugetlbfs", 0, options) != 0) throw Failure($"mount huge pages on {directory}");
    }

    /// <summary>Makes a place where something can be mounted: nothing is mounted there, and it is a directory or an empty file.</summary>
    /// <exception cref="IOException">It can't be had.</exception>
    public static void Prepare(string target, bool isDirectory)
    {
        UnmountBelow(target);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (FileStatus.Of(target, followLink: false) is { } old)
        {
            if (old.Type is FileType.Directory == isDirectory) return;
            if (old.Type is FileType.Directory) Directory.Delete(target);
            else File.Delete(target);
        }
        if (isDirectory) Directory.CreateDirectory(target);
        else File.WriteAllBytes(target, []);
    }

    /// <summary>Makes a directory or file appear at another place too; what is mounted below it comes along only where asked for.</summary>
    /// <returns>False where the kernel doesn't let us mount at all.</returns>
    /// <exception cref="IOException">The kernel refuses this mount.</exception>
    public static bool TryBind(string source, string target, bool isReadOnly = false, bool isRecursive = false)
    {
        if (SystemCalls.Mount(source, target, "", BindFlag | (isRecursive ? RecursiveFlag : 0), "") != 0)
        {
            if (Marshal.GetLastPInvokeError() == NotPermitted) return false;
            throw Failure($"bind {source} to {target}");
        }
        // The kernel takes the flag only from a mount that is there.
        if (isReadOnly && SystemCalls.Mount(source, target, "", BindFlag | RemountFlag | ReadOnlyFlag, "") != 0) throw Failure($"make {target} read-only");
        return true;
    }

    /// <summary>As <see cref="TryBind(string, string, bool, bool)"/>, for a place that is held open: nobody can put another in its stead.</summary>
    public static bool TryBind(SafeFileHandle source, string target) => TryBind($"/proc/self/fd/{source.DangerousGetHandle()}", target);

    /// <summary>True where the kernel can make a mount read-only with all that is mounted below it.</summary>
    public static bool CanBindReadOnly { get; } = SystemCalls.SetMountAttributes("/proc/self/no-such-file", new SystemCalls.MountAttributes { Set = ReadOnlyFlag }) != 0 && Marshal.GetLastPInvokeError() == FileCalls.NotFound;

    /// <summary>Makes a directory or file with all that is mounted below it appear at another place too, where nothing of it can be written to; what is mounted below it later doesn't appear there.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public static void BindReadOnly(string source, string target)
    {
        if (!TryBind(source, target, isRecursive: true)) throw Failure($"bind {source} to {target}");
        if (SystemCalls.SetMountAttributes(target, new SystemCalls.MountAttributes { Set = ReadOnlyFlag, Propagation = PrivateFlag }) != 0) throw Failure($"make {target} read-only");
    }

    /// <summary>Sees to it that mounts below a directory travel: where the mount that it is on isn't shared, it becomes one of its own that is.</summary>
    /// <returns>False where the kernel doesn't let us mount at all.</returns>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public static bool TryShare(string directory)
    {
        if (IsShared(directory)) return true;
        if (!IsMountPoint(directory) && !TryBind(directory, directory, isRecursive: true)) return false;
        if (SystemCalls.Mount("", directory, "", SharedFlag | RecursiveFlag, "") != 0) throw Failure($"share {directory}");
        return true;
    }

    /// <summary>True where the mount that a path is on is shared.</summary>
    public static bool IsShared(string path)
    {
        var real = RealPath(path);
        var (longest, isShared) = (-1, false);
        foreach (var line in File.ReadLines("/proc/self/mountinfo"))
        {
            var fields = line.Split(' ');
            var mount = Unescape(fields[4]);
            // The last of several at one place covers the others.
            if (mount.Length < longest || (mount != "/" && real != mount && !real.StartsWith(mount + "/", StringComparison.Ordinal))) continue;
            longest = mount.Length;
            isShared = fields.Skip(6).TakeWhile(field => field != "-").Any(field => field.StartsWith("shared:", StringComparison.Ordinal));
        }
        return isShared;
    }

    /// <summary>Unmounts everything on or below a directory, the innermost and the last first.</summary>
    /// <exception cref="IOException">Something can't be unmounted.</exception>
    public static void UnmountBelow(string directory)
    {
        foreach (var mount in Below(directory).Reverse().OrderByDescending(mount => mount.Length))
            if (SystemCalls.Unmount(mount, SystemCalls.Detach) != 0) throw Failure($"unmount {mount}");
    }

    /// <summary>The places at or below a directory where something is mounted, in the order in which it was.</summary>
    public static IReadOnlyList<string> Below(string directory)
    {
        // The kernel names mounts by their real paths.
        var real = RealPath(directory);
        var mounts = new List<string>();
        foreach (var line in File.ReadLines("/proc/self/mountinfo"))
        {
            var path = Unescape(line.Split(' ', 6)[4]);
            if (path == real || path.StartsWith(real + "/", StringComparison.Ordinal)) mounts.Add(path);
        }
        return mounts;
    }

    private static IOException Failure(string action) => new($"can't {action}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    private static string RealPath(string directory)
    {
        var path = Path.GetFullPath(directory);
        for (var name = path; name != "/"; name = Path.GetDirectoryName(name)!)
        {
            if (FileStatus.Of(name, followLink: false) is not { Type: FileType.Link }) continue;
            return RealPath(new FileInfo(name).ResolveLinkTarget(returnFinalTarget: true)!.FullName + path[name.Length..]);
        }
        return path;
    }

    private static string Unescape(string path) =>
        path.Contains('\\') ? Octal().Replace(path, match => ((char)Convert.ToInt32(match.Groups[1].Value, 8)).ToString()) : path;

    [GeneratedRegex(@"\\([0-7]{3})")]
    private static partial Regex Octal();
}

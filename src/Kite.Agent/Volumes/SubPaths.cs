using System.Runtime.InteropServices;
using System.Text;
using Kite.Agent.Linux;
using Microsoft.Win32.SafeHandles;

namespace Kite.Agent.Volumes;

/// <summary>
/// Finds a path inside a volume, and nowhere else, whatever containers do to the volume meanwhile: each step is taken from the directory that the last one holds open, links are read and
/// followed by us, and what is found is held open.
/// </summary>
internal static class SubPaths
{
    private const int MostLinks = 40;
    private const int LongestLink = 4096;

    /// <summary>Refuses paths that can't be meant to lie in a volume.</summary>
    /// <exception cref="IOException">It is absolute, or goes up.</exception>
    public static void Check(string subPath)
    {
        if (Path.IsPathRooted(subPath)) throw new IOException($"error SubPath `{subPath}` must not be an absolute path");
        if (subPath.Split('/').Contains("..")) throw new IOException($"unable to provision SubPath `{subPath}`: must not contain '..'");
    }

    /// <summary>Opens a path in a volume, as a place (<c>O_PATH</c>). Directories that aren't there are made where asked for, with the permissions of the volume itself.</summary>
    /// <exception cref="IOException">It leads out of the volume, or can't be reached.</exception>
    public static SafeFileHandle Open(string root, string subPath, bool makeDirectories = true)
    {
        var way = new Stack<SafeFileHandle>();
        try
        {
            // The volume itself may be a link: its path is the cluster's word, not a container's.
            way.Push(Hold(FileCalls.Open(root.TrimEnd('/') + "/.", FileCalls.Place, 0), root));
            uint? mode = makeDirectories ? (uint)FileStatus.Of(way.Peek()).Permissions : null;
            var parts = new Stack<string>(Parts(subPath).Reverse());
            var links = 0;
            while (parts.TryPop(out var part))
            {
                if (part == "..")
                {
                    if (way.Count == 1) throw Outside(subPath);
                    way.Pop().Dispose();
                    continue;
                }
                var next = OpenOrMake(way.Peek(), part, mode, subPath);
                if (FileStatus.Of(next).Type is not FileType.Link)
                {
                    way.Push(next);
                    continue;
                }
                using (next)
                {
                    var target = ReadLink(next);
                    if (Path.IsPathRooted(target)) throw Outside(subPath);
                    if (++links > MostLinks) throw new IOException($"too many links in subpath \"{subPath}\"");
                    foreach (var step in Parts(target).Reverse()) parts.Push(step);
                }
            }
            return way.Pop();
        }
        finally
        {
            while (way.TryPop(out var left)) left.Dispose();
        }
    }

    private static IEnumerable<string> Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".");

    private static SafeFileHandle OpenOrMake(SafeFileHandle directory, string name, uint? mode, string subPath)
    {
        for (var made = false; ; made = true)
        {
            var descriptor = FileCalls.OpenAt(directory, name, FileCalls.Place, 0);
            if (descriptor >= 0) return new SafeFileHandle(descriptor, ownsHandle: true);
            var error = Marshal.GetLastPInvokeError();
            if (error != FileCalls.NotFound || made || mode is not { } permissions) throw new IOException($"can't open {name} of subpath \"{subPath}\": {Marshal.GetPInvokeErrorMessage(error)}");
            if (FileCalls.MakeDirectoryAt(directory, name, permissions) != 0 && Marshal.GetLastPInvokeError() is var reason and not FileCalls.Exists)
                throw new IOException($"can't make {name} of subpath \"{subPath}\": {Marshal.GetPInvokeErrorMessage(reason)}");
            // Past the process' umask.
            if (FileCalls.OpenAt(directory, name, FileCalls.Place, 0) is var fresh and >= 0)
            {
                using var handle = new SafeFileHandle(fresh, ownsHandle: true);
                if (FileStatus.Of(handle).Type is FileType.Directory) File.SetUnixFileMode($"/proc/self/fd/{fresh}", (UnixFileMode)permissions);
            }
        }
    }

    private static string ReadLink(SafeFileHandle link)
    {
        var buffer = new byte[LongestLink];
        var length = FileCalls.ReadLinkAt(link, "", buffer, LongestLink);
        return length < 0 ? throw new IOException($"can't read a link: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}") : Encoding.UTF8.GetString(buffer, 0, (int)length);
    }

    private static SafeFileHandle Hold(int descriptor, string path) =>
        descriptor < 0 ? throw new IOException($"can't open {path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}") : new SafeFileHandle(descriptor, ownsHandle: true);

    private static IOException Outside(string subPath) => new($"subpath \"{subPath}\" not within volume path");
}

using System.Buffers;
using System.Formats.Tar;
using System.Runtime.InteropServices;
using Kite.Agent.Linux;

namespace Kite.Agent.Runtime.Docker;

/// <summary>Writes the archive of a root file system into a directory: files, directories and links with their owners and modes. Devices and sockets are left out.</summary>
internal static class ImageArchive
{
    /// <summary>Writes an archive; nothing of it ends up outside the directory, whatever its names and links say.</summary>
    /// <exception cref="IOException">It can't be written, or wants to lead out.</exception>
    public static async Task ExtractAsync(Stream archive, string directory, CancellationToken cancellationToken)
    {
        var root = directory.TrimEnd('/') + "/";
        await using var reader = new TarReader(archive, leaveOpen: true);
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            var path = PathOf(root, entry.Name);
            if (path.Length + 1 == root.Length) continue;
            if (await TryWriteAsync(root, path, entry, cancellationToken)) Own(path, entry);
        }
    }

    private static async ValueTask<bool> TryWriteAsync(string root, string path, TarEntry entry, CancellationToken cancellationToken)
    {
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                Directory.CreateDirectory(path);
                return true;
            case TarEntryType.SymbolicLink:
                File.CreateSymbolicLink(path, entry.LinkName);
                return true;
            case TarEntryType.HardLink:
                if (SystemCalls.Link(PathOf(root, entry.LinkName), path) != 0) throw new IOException($"can't link {entry.Name}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
                return false;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
                    if (entry.DataStream is { } content) await CopyAsync(content, file, entry.Length, cancellationToken);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Copies so many bytes and asks for no more: the engine's stream takes a read of nothing for a read past its end.</summary>
    private static async Task CopyAsync(Stream from, Stream to, long length, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(80 * 1024);
        try
        {
            for (var left = length; left > 0;)
            {
                var count = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
                if (count == 0) throw new EndOfStreamException("the archive ends within a file");
                await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                left -= count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Own(string path, TarEntry entry)
    {
        // Changing the owner takes set-id bits away, so the mode comes after it.
        _ = SystemCalls.ChangeOwner(path, (uint)entry.Uid, (uint)entry.Gid);
        if (entry.EntryType is not TarEntryType.SymbolicLink) File.SetUnixFileMode(path, entry.Mode);
    }

    private static string PathOf(string root, string name)
    {
        var parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        if (parts.Contains("..")) throw new IOException($"{name} leads out of the image");
        var path = root.TrimEnd('/');
        for (var i = 0; i < parts.Length; i++)
        {
            path = $"{path}/{parts[i]}";
            // A directory that is a link could lead anywhere.
            if (i + 1 < parts.Length && new DirectoryInfo(path).LinkTarget is not null) throw new IOException($"{name} lies behind a link");
        }
        return path;
    }
}

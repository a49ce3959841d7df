using System.Buffers.Binary;
using System.IO.Enumeration;

namespace Kite.Agent.Linux;

/// <summary>What files take of a disk.</summary>
/// <param name="Bytes">Their blocks.</param>
/// <param name="Inodes">How many files and directories.</param>
internal readonly record struct DiskUsage(long Bytes, long Inodes)
{
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint TypeLinksInodeAndBlocks = 0x1 | 0x4 | 0x100 | 0x400;
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, ReturnSpecialDirectories = false, IgnoreInaccessible = true };

    public static DiskUsage operator +(DiskUsage left, DiskUsage right) => new(left.Bytes + right.Bytes, left.Inodes + right.Inodes);

    /// <summary>What a file or a directory with all below it takes, without what is mounted in it; links are not followed, and a file with several names counts once.</summary>
    /// <remarks>Nothing where there is nothing. Reads every entry: measure how long it takes, and don't do it often.</remarks>
    public static DiskUsage Of(string path, CancellationToken cancellationToken)
    {
        if (Read(path) is not { } root) return default;
        var usage = new DiskUsage(root.Bytes, 1);
        if (!root.IsDirectory) return usage;
        var linked = new HashSet<ulong>();
        var pending = new Stack<string>([path]);
        while (pending.TryPop(out var directory))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var child in Children(directory))
            {
                if (Read(child) is not { } status || status.Device != root.Device || (status is { IsDirectory: false, Links: > 1 } && !linked.Add(status.Inode))) continue;
                usage += new DiskUsage(status.Bytes, 1);
                if (status.IsDirectory) pending.Push(child);
            }
        }
        return usage;
    }

    private static string[] Children(string directory)
    {
        try
        {
            return new FileSystemEnumerable<string>(directory, (ref FileSystemEntry entry) => entry.ToFullPath(), Everything).ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It went away meanwhile.
            return [];
        }
    }

    private static Status? Read(string path)
    {
        // struct statx is the same on all architectures.
        Span<byte> status = stackalloc byte[256];
        if (SystemCalls.Status(CurrentDirectory, path, NoFollow, TypeLinksInodeAndBlocks, ref status[0]) != 0) return null;
        return new Status(
            (BinaryPrimitives.ReadUInt16LittleEndian(status[28..]) & 0xF000) == 0x4000,
            (long)BinaryPrimitives.ReadUInt64LittleEndian(status[48..]) * 512,
            BinaryPrimitives.ReadUInt32LittleEndian(status[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(status[32..]),
            BinaryPrimitives.ReadUInt64LittleEndian(status[136..]));
    }

    private readonly record struct Status(bool IsDirectory, long Bytes, uint Links, ulong Inode, ulong Device);
}

using System.Runtime.InteropServices;

namespace Kite.Agent.Linux;

/// <summary>How much a file system holds and how much of it is free for everybody; zeroes where it can't be told.</summary>
/// <param name="CapacityBytes">Its size.</param>
/// <param name="AvailableBytes">What is free for processes without privileges.</param>
/// <param name="UsedBytes">What is used.</param>
/// <param name="Inodes">How many files it can hold; 0 where that has no limit.</param>
/// <param name="InodesFree">How many more.</param>
internal readonly record struct FileSystemSpace(long CapacityBytes, long AvailableBytes, long UsedBytes, long Inodes, long InodesFree)
{
    /// <summary>The file system that a path is on, or would be.</summary>
    public static FileSystemSpace Of(string path)
    {
        while (!Path.Exists(path) && Path.GetDirectoryName(path) is { Length: > 0 } above) path = above;
        if (SystemCalls.FileSystemStatus(path, out var status) != 0) return default;
        long Bytes(ulong blocks) => (long)(blocks * status.FragmentSize);
        return new FileSystemSpace(Bytes(status.Blocks), Bytes(status.AvailableBlocks), Bytes(status.Blocks - status.FreeBlocks), (long)status.Files, (long)status.FreeFiles);
    }

    /// <summary><c>struct statvfs</c> of 64-bit C libraries.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 112)]
    internal struct Status
    {
        public ulong BlockSize;
        public ulong FragmentSize;
        public ulong Blocks;
        public ulong FreeBlocks;
        public ulong AvailableBlocks;
        public ulong Files;
        public ulong FreeFiles;
        public ulong AvailableFiles;
    }
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kite.Agent.Linux;

/// <summary>What the kernel says about a file.</summary>
/// <param name="Type">The bits of the mode that say what it is.</param>
/// <param name="Permissions">The permissions.</param>
/// <param name="User">Its owner.</param>
/// <param name="Group">Its group.</param>
/// <param name="Device">The device that it is on, or that it is where it is a device file.</param>
/// <param name="Inode">Its number on the device.</param>
/// <param name="IsMountRoot">True where something is mounted at this very place.</param>
internal readonly record struct FileStatus(FileType Type, UnixFileMode Permissions, uint User, uint Group, (uint Major, uint Minor) Device, ulong Inode, bool IsMountRoot)
{
    private const int Size = 256;
    private const uint BasicFields = 0x7FF;
    private const int MountRootAttribute = 0x2000;

    /// <summary>The status of what a path leads to, or of the link itself; null where there is nothing, or it can't be seen.</summary>
    public static FileStatus? Of(string path, bool followLink = true) => Read(FileCalls.CurrentDirectory, path, followLink ? 0 : FileCalls.NoFollowLink);

    /// <summary>The status of an open file.</summary>
    /// <exception cref="IOException">The kernel doesn't say.</exception>
    public static FileStatus Of(SafeFileHandle file) =>
        Read((int)file.DangerousGetHandle(), "", FileCalls.EmptyPath) ?? throw new IOException($"can't read a file's status: error {Marshal.GetLastPInvokeError()}");

    private static FileStatus? Read(int directory, string path, int flags)
    {
        var status = new byte[Size];
        if (FileCalls.Status(directory, path, flags, BasicFields, status) != 0) return null;
        var mode = BinaryPrimitives.ReadUInt16LittleEndian(status.AsSpan(28));
        var type = (FileType)(mode & 0xF000);
        // Device files name the device that they are; all others that which they are on.
        var device = status.AsSpan(type is FileType.CharacterDevice or FileType.BlockDevice ? 128 : 136);
        return new FileStatus(
            type,
            (UnixFileMode)(mode & 0xFFF),
            BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(20)),
            BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(24)),
            (BinaryPrimitives.ReadUInt32LittleEndian(device), BinaryPrimitives.ReadUInt32LittleEndian(device[4..])),
            BinaryPrimitives.ReadUInt64LittleEndian(status.AsSpan(32)),
            (BinaryPrimitives.ReadUInt64LittleEndian(status.AsSpan(8)) & MountRootAttribute) != 0);
    }
}

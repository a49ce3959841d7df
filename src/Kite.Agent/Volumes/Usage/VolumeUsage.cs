using Kite.Agent.Linux;

namespace Kite.Agent.Volumes.Usage;

/// <summary>How full a volume is, in bytes and in files; null is what isn't known.</summary>
internal sealed record VolumeUsage
{
    public long? CapacityBytes { get; init; }

    public long? AvailableBytes { get; init; }

    public long? UsedBytes { get; init; }

    public long? Inodes { get; init; }

    public long? InodesFree { get; init; }

    public long? InodesUsed { get; init; }

    /// <summary>True where something is wrong with the volume, false where all is well; null where nobody looks after it.</summary>
    public bool? IsAbnormal { get; init; }

    /// <summary>What is wrong, or isn't.</summary>
    public string Condition { get; init; } = "";

    /// <summary>A file system, and what somebody takes of it.</summary>
    public static VolumeUsage Of(FileSystemSpace space, DiskUsage used) => new()
    {
        CapacityBytes = space.CapacityBytes,
        AvailableBytes = space.AvailableBytes,
        UsedBytes = used.Bytes,
        Inodes = space.Inodes,
        InodesFree = space.InodesFree,
        InodesUsed = used.Inodes,
    };

    /// <summary>A file system of the volume's own.</summary>
    public static VolumeUsage Of(FileSystemSpace space) => Of(space, new DiskUsage(space.UsedBytes, space.Inodes - space.InodesFree));
}

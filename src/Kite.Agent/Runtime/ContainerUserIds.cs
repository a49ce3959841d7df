namespace Kite.Agent.Runtime;

/// <summary>Who a container's first process runs as.</summary>
/// <param name="Uid">The user.</param>
/// <param name="Gid">The primary group.</param>
/// <param name="Groups">All further groups, in ascending order.</param>
internal sealed record ContainerUserIds(long Uid, long Gid, IReadOnlyList<long> Groups)
{
    /// <inheritdoc/>
    public bool Equals(ContainerUserIds? other) => other is not null && Uid == other.Uid && Gid == other.Gid && Groups.SequenceEqual(other.Groups);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Uid, Gid, Groups.Count);
}

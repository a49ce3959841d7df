using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Values;

/// <summary>A point in time: seconds since 1970 in UTC and the nanoseconds of the second.</summary>
public sealed class CelTimestamp(long seconds, int nanoseconds) : CelReference(CelKind.Timestamp)
{
    /// <summary>The first second of year 1.</summary>
    public const long MinSeconds = -62135596800;

    /// <summary>The last second of year 9999.</summary>
    public const long MaxSeconds = 253402300799;

    /// <summary>Seconds since 1970 in UTC.</summary>
    public long Seconds { get; } = seconds;

    /// <summary>Nanoseconds of the second, below 1,000,000,000.</summary>
    public int Nanoseconds { get; } = nanoseconds;

    /// <inheritdoc/>
    public override CelType RuntimeType => CelType.Timestamp;

    /// <summary>True for the years 1 to 9999.</summary>
    public bool IsInRange => Seconds is >= MinSeconds and <= MaxSeconds;

    /// <summary>Below zero where it is before the other, above where it is after.</summary>
    public int CompareTo(CelTimestamp other)
    {
        var order = Seconds.CompareTo(other.Seconds);
        return order != 0 ? order : Nanoseconds.CompareTo(other.Nanoseconds);
    }

    /// <inheritdoc/>
    public override bool EqualTo(CelReference other) => CompareTo((CelTimestamp)other) == 0;

    /// <inheritdoc/>
    public override int HashCode() => System.HashCode.Combine(Seconds, Nanoseconds);
}

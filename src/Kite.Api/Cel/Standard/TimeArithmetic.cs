using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Standard;

/// <summary>Sums and differences of times and durations.</summary>
internal static class TimeArithmetic
{
    private const long Second = 1_000_000_000;

    public static CelValue Add(long left, long right)
    {
        var sum = (Int128)left + right;
        return FromDuration(sum);
    }

    public static CelValue Subtract(long left, long right) => FromDuration((Int128)left - right);

    public static CelValue Add(CelTimestamp time, long duration) => FromNanoseconds(Nanoseconds(time) + duration);

    public static CelValue Subtract(CelTimestamp time, long duration) => FromNanoseconds(Nanoseconds(time) - duration);

    public static CelValue Subtract(CelTimestamp left, CelTimestamp right) => FromDuration(Nanoseconds(left) - Nanoseconds(right));

    private static Int128 Nanoseconds(CelTimestamp time) => ((Int128)time.Seconds * Second) + time.Nanoseconds;

    private static CelValue FromDuration(Int128 nanoseconds) =>
        nanoseconds < long.MinValue || nanoseconds > long.MaxValue ? CelValue.Of(CelError.DurationOverflow) : CelValue.Duration((long)nanoseconds);

    private static CelValue FromNanoseconds(Int128 nanoseconds)
    {
        var seconds = nanoseconds / Second;
        var rest = nanoseconds % Second;
        if (rest < 0)
        {
            rest += Second;
            seconds -= 1;
        }
        var time = new CelTimestamp((long)seconds, (int)rest);
        return time.IsInRange ? CelValue.Of(time) : CelValue.Of(CelError.TimestampOverflow);
    }
}

using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Standard;

/// <summary>Parts of timestamps, in UTC or in a time zone, and of durations.</summary>
internal static class TimeFunctions
{
    public static IReadOnlyList<CelFunction> All { get; } =
    [
        Part("getFullYear", "year", time => time.Year),
        Part("getMonth", "month", time => time.Month - 1),
        Part("getDayOfYear", "day_of_year", time => time.DayOfYear - 1),
        Part("getDayOfMonth", "day_of_month", time => time.Day - 1),
        Part("getDate", "day_of_month_1_based", time => time.Day),
        Part("getDayOfWeek", "day_of_week", time => (int)time.DayOfWeek),
        Part("getHours", "hours", time => time.Hour, duration => duration / 3_600_000_000_000),
        Part("getMinutes", "minutes", time => time.Minute, duration => duration / 60_000_000_000),
        Part("getSeconds", "seconds", time => time.Second, duration => duration / 1_000_000_000),
        Milliseconds(),
    ];

    private static CelFunction Part(string name, string id, Func<DateTime, int> part, Func<long, long>? ofDuration = null)
    {
        var overloads = new List<CelOverload>
        {
            CelOverload.Member($"timestamp_to_{id}", CelType.Timestamp, CelType.Int, time => CelValue.Of((long)part(TimeZones.Utc(time.AsTimestamp)))),
            CelOverload.Member($"timestamp_to_{id}_with_tz", CelType.Timestamp, CelType.String, CelType.Int, (time, zone) =>
                TimeZones.TryConvert(time.AsTimestamp, zone.AsString, out var local) ? CelValue.Of((long)part(local)) : Unknown(zone.AsString)),
        };
        if (ofDuration is not null) overloads.Add(OfDuration(id, ofDuration));
        return new CelFunction(name, overloads);
    }

    /// <summary>They are the same in every time zone.</summary>
    private static CelFunction Milliseconds() => new(
        "getMilliseconds",
        CelOverload.Member("timestamp_to_milliseconds", CelType.Timestamp, CelType.Int, OfSecond),
        CelOverload.Member("timestamp_to_milliseconds_with_tz", CelType.Timestamp, CelType.String, CelType.Int, (time, zone) =>
            TimeZones.TryConvert(time.AsTimestamp, zone.AsString, out _) ? OfSecond(time) : Unknown(zone.AsString)),
        OfDuration("milliseconds", duration => duration / 1_000_000));

    private static CelOverload OfDuration(string id, Func<long, long> part) =>
        CelOverload.Member($"duration_to_{id}", CelType.Duration, CelType.Int, duration => CelValue.Of(part(duration.AsDuration)));

    private static CelValue OfSecond(CelValue time) => CelValue.Of((long)(time.AsTimestamp.Nanoseconds / 1_000_000));

    private static CelValue Unknown(string zone) => CelValue.Error(TimeZones.Error(zone));
}

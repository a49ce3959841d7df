using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Batch;

/// <summary>Checks when a cron job runs: its schedule and its time zone.</summary>
internal static class ScheduleValidator
{
    private const int MaxZonePart = 14;

    /// <summary>Checks the schedule; what an old spec says already is not held against it. Null stands for a creation.</summary>
    internal static void Validate(JsonObject? spec, JsonObject? old, FieldPath path, FieldErrors errors)
    {
        var schedule = spec.Text("schedule");
        var zone = spec.TextOrNull("timeZone");
        if (schedule.Length == 0) errors.Required(path.Child("schedule"));
        else ValidateSchedule(schedule, zone, old.Text("schedule").Contains("TZ", StringComparison.Ordinal), path.Child("schedule"), errors);
        if (zone is not null && (old is null || zone != old.TextOrNull("timeZone"))) ValidateZone(zone, path.Child("timeZone"), errors);
    }

    private static void ValidateSchedule(string schedule, string? zone, bool mayNameZone, FieldPath path, FieldErrors errors)
    {
        errors.InvalidIf(path, schedule, CronExpression.Check(schedule));
        if (!schedule.Contains("TZ", StringComparison.Ordinal)) return;
        if (!mayNameZone) errors.Invalid(path, schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        else if (zone is not null) errors.Invalid(path, schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule");
    }

    private static void ValidateZone(string zone, FieldPath path, FieldErrors errors)
    {
        if (zone.Length == 0)
        {
            errors.Invalid(path, zone, "timeZone must be nil or non-empty string");
            return;
        }
        if (zone.Split('/').Any(part => !IsZonePart(part)))
        {
            errors.Invalid(path, zone, $"unknown time zone {zone}");
            return;
        }
        if (zone.Equals("Local", StringComparison.OrdinalIgnoreCase)) errors.Invalid(path, zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) errors.Invalid(path, zone, $"unknown time zone {zone}");
    }

    private static bool IsZonePart(string part) =>
        part.Length is > 0 and <= MaxZonePart && part is not ("." or "..") && part[0] != '-'
        && part.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' or '+');
}

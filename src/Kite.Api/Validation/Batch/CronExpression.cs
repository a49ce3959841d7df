using System.Buffers;
using System.Globalization;

namespace Kite.Api.Validation.Batch;

/// <summary>Checks schedules: five fields, or a word such as <c>@hourly</c>.</summary>
/// <remarks><see href="https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format"/></remarks>
internal static class CronExpression
{
    private static readonly string[] Words = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly (int Min, int Max, string[] Names)[] Fields = [(0, 59, []), (0, 23, []), (1, 31, []), (1, 12, Months), (0, 6, Days)];

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>What is wrong with a schedule in the words of the library that upstream reads it with, or null.</summary>
    internal static string? Check(string text)
    {
        if (text.StartsWith("TZ=", StringComparison.Ordinal) || text.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            var space = text.IndexOf(' ');
            var zone = text[(text.IndexOf('=') + 1)..(space < 0 ? text.Length : space)];
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) return $"provided bad location {zone}: unknown time zone {zone}";
            text = space < 0 ? "" : text[space..].Trim();
        }
        if (text.StartsWith('@')) return CheckWord(text);
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != Fields.Length) return $"expected exactly {Fields.Length} fields, found {fields.Length}: [{string.Join(' ', fields)}]";
        for (var at = 0; at < fields.Length; at++)
        {
            var (min, max, names) = Fields[at];
            foreach (var range in fields[at].Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                if (CheckRange(range, min, max, names) is { } wrong) return wrong;
            }
        }
        return null;
    }

    private static string? CheckWord(string text)
    {
        if (Words.Contains(text)) return null;
        if (!text.StartsWith("@every ", StringComparison.Ordinal)) return $"unrecognized descriptor: {text}";
        var duration = text["@every ".Length..];
        return IsDuration(duration) ? null : $"failed to parse duration {text}: time: invalid duration \"{duration}\"";
    }

    private static string? CheckRange(string text, int min, int max, string[] names)
    {
        var steps = text.Split('/');
        var ends = steps[0].Split('-');
        long start = min;
        long end = max;
        if (ends[0] is not ("*" or "?"))
        {
            if (Number(ends[0], min, names, out start) is { } wrong) return wrong;
            end = start;
            if (ends.Length == 2 && Number(ends[1], min, names, out end) is { } wrongEnd) return wrongEnd;
            if (ends.Length > 2) return $"too many hyphens: {text}";
        }
        long step = 1;
        if (steps.Length > 2) return $"too many slashes: {text}";
        if (steps.Length == 2)
        {
            if (Number(steps[1], min, [], out step) is { } wrongStep) return wrongStep;
            if (ends.Length == 1) end = max;
        }
        if (start < min) return $"beginning of range ({start}) below minimum ({min}): {text}";
        if (end > max) return $"end of range ({end}) above maximum ({max}): {text}";
        if (start > end) return $"beginning of range ({start}) beyond end of range ({end}): {text}";
        return step == 0 ? $"step of range should be a positive number: {text}" : null;
    }

    private static string? Number(string text, int first, string[] names, out long number)
    {
        var name = System.Array.IndexOf(names, text.ToLowerInvariant());
        number = name + first;
        if (name >= 0) return null;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
            return $"failed to parse int from {text}: strconv.Atoi: parsing \"{text}\": invalid syntax";
        return number < 0 ? $"negative number ({number}) not allowed: {text}" : null;
    }

    /// <summary>A duration as Go writes them, such as <c>1h30m</c>.</summary>
    private static bool IsDuration(string text)
    {
        var rest = text.AsSpan().TrimStart("+-");
        if (rest is "0") return true;
        if (rest.IsEmpty) return false;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberCharacters);
            if (digits <= 0) return false;
            rest = rest[digits..];
            var unit = rest.IndexOfAny(NumberCharacters);
            if (rest[..(unit < 0 ? rest.Length : unit)] is not ("ns" or "us" or "µs" or "ms" or "s" or "m" or "h")) return false;
            rest = unit < 0 ? default : rest[unit..];
        }
        return true;
    }
}

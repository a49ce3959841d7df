namespace Kite.Api.Validation.Batch;

/// <summary>Lists of the indexes of a job, such as <c>1,3-5,7</c>.</summary>
internal static class IndexRanges
{
    /// <summary>What is wrong with the list, or null and how many indexes it names.</summary>
    internal static string? Check(string text, long completions, out long total)
    {
        total = 0;
        if (text.Length == 0) return null;
        long? last = null;
        foreach (var part in text.Split(','))
        {
            if (TryRead(part, completions, out var first, out var end) is { } wrong) return wrong;
            if (last >= first) return $"non-increasing order, previous: {last}, current: {first}";
            total += end - first + 1;
            last = end;
        }
        return null;
    }

    /// <summary>The first index that is in both of two well-formed lists, or null.</summary>
    internal static long? Overlap(string left, string right, long completions)
    {
        var others = Parse(right, completions).ToArray();
        foreach (var (first, last) in Parse(left, completions))
        {
            foreach (var other in others)
            {
                if (first <= other.Last && other.First <= last) return Math.Max(first, other.First);
            }
        }
        return null;
    }

    private static IEnumerable<(long First, long Last)> Parse(string text, long completions)
    {
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (TryRead(part, completions, out var first, out var last) is null) yield return (first, last);
        }
    }

    private static string? TryRead(string part, long completions, out long first, out long last)
    {
        last = 0;
        first = 0;
        var limits = part.Split('-');
        if (limits.Length > 2) return $"the fragment \"{part}\" violates the requirement that an index interval can have at most two parts separated by '-'";
        if (!long.TryParse(limits[0], out first)) return $"cannot convert string to integer for index: \"{limits[0]}\"";
        if (first >= completions) return $"too large index: \"{limits[0]}\"";
        last = first;
        if (limits.Length == 1) return null;
        if (!long.TryParse(limits[1], out last)) return $"cannot convert string to integer for index: \"{limits[1]}\"";
        if (last >= completions) return $"too large index: \"{limits[1]}\"";
        return first >= last ? $"non-increasing order, previous: {first}, current: {last}" : null;
    }
}

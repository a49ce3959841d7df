namespace Kite.Api.Cel.Libraries.Versions;

/// <summary>Reads semantic versions, and says what is wrong in the words of the library that upstream uses.</summary>
internal static class SemverParser
{
    /// <summary>The version; null with the error where the text is none.</summary>
    internal static CelSemver? Parse(string text, out string error)
    {
        error = text.Length == 0 ? "Version string empty" : "";
        var parts = text.Split('.', 3);
        if (error.Length == 0 && parts.Length != 3) error = "No Major.Minor.Patch elements found";
        if (error.Length > 0) return null;
        var (patch, build) = Cut(parts[2], '+');
        (patch, var preRelease) = Cut(patch, '-');
        var major = Number(parts[0], "major", ref error);
        var minor = Number(parts[1], "minor", ref error);
        var third = Number(patch, "patch", ref error);
        foreach (var part in preRelease) CheckPreRelease(part, ref error);
        foreach (var part in build) CheckBuild(part, ref error);
        return error.Length == 0 ? new CelSemver(major, minor, third, preRelease) : null;
    }

    /// <summary>The version of a text that may start with a "v", have zeros before its numbers or fewer than three of them.</summary>
    internal static CelSemver? ParseNormalized(string text, out string error)
    {
        var parts = (text.StartsWith('v') ? text[1..] : text).Split('.', 3);
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length < 2) continue;
            var part = parts[i].TrimStart('0');
            parts[i] = part.Length == 0 || !char.IsAsciiDigit(part[0]) ? "0" + part : part;
        }
        if (parts.Length < 3 && parts[^1].AsSpan().ContainsAny('+', '-'))
        {
            error = "short version cannot contain PreRelease/Build meta data";
            return null;
        }
        var missing = Enumerable.Repeat("0", 3 - parts.Length);
        return Parse(string.Join('.', parts.Concat(missing)), out error);
    }

    private static (string Before, string[] After) Cut(string text, char separator)
    {
        var index = text.IndexOf(separator);
        return index < 0 ? (text, []) : (text[..index], text[(index + 1)..].Split('.'));
    }

    private static ulong Number(string text, string name, ref string error)
    {
        if (error.Length > 0) return 0;
        if (text.AsSpan().ContainsAnyExceptInRange('0', '9')) error = $"Invalid character(s) found in {name} number {GoString.Quote(text)}";
        else if (text.Length > 1 && text[0] == '0') error = $"{char.ToUpperInvariant(name[0])}{name[1..]} number must not contain leading zeroes {GoString.Quote(text)}";
        else if (ulong.TryParse(text, out var number)) return number;
        else error = $"strconv.ParseUint: parsing {GoString.Quote(text)}: {(text.Length == 0 ? "invalid syntax" : "value out of range")}";
        return 0;
    }

    private static void CheckPreRelease(string part, ref string error)
    {
        if (error.Length > 0) return;
        if (part.Length == 0) error = "Prerelease is empty";
        else if (!IsName(part)) error = $"Invalid character(s) found in prerelease {GoString.Quote(part)}";
        else if (part.Length > 1 && part[0] == '0' && !part.AsSpan().ContainsAnyExceptInRange('0', '9'))
            error = $"Numeric PreRelease version must not contain leading zeroes {GoString.Quote(part)}";
    }

    private static void CheckBuild(string part, ref string error)
    {
        if (error.Length > 0) return;
        if (part.Length == 0) error = "Build meta data is empty";
        else if (!IsName(part)) error = $"Invalid character(s) found in build meta data {GoString.Quote(part)}";
    }

    private static bool IsName(string part) => part.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');
}

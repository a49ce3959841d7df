using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Kite.Api.CustomResources.Values;

/// <summary>Compiled regular expressions of schemas; matching takes time linear in the text.</summary>
internal static class Patterns
{
    private const int MaxKept = 2000;
    private static readonly ConcurrentDictionary<string, (Regex? Pattern, string? Error)> Kept = new(StringComparer.Ordinal);

    /// <summary>The expression, or null with what is wrong with it.</summary>
    internal static Regex? Compile(string pattern, out string? error)
    {
        if (!Kept.TryGetValue(pattern, out var compiled))
        {
            compiled = TryCompile(pattern);
            if (Kept.Count >= MaxKept) Kept.Clear();
            Kept[pattern] = compiled;
        }
        error = compiled.Error;
        return compiled.Pattern;
    }

    private static (Regex? Pattern, string? Error) TryCompile(string pattern)
    {
        try
        {
            return (new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), null);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return (null, e.Message);
        }
    }
}

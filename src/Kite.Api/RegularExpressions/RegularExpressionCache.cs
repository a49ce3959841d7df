using System.Collections.Concurrent;

namespace Kite.Api.RegularExpressions;

/// <summary>
/// Compiled expressions by pattern. Holds a bounded number of steps in all; when full, what was not used since it last was full goes.
/// Patterns that are refused are not kept. Safe for many threads.
/// </summary>
public sealed class RegularExpressionCache
{
    private const int MostEntries = 512;
    private const int MostSteps = 1 << 18;

    private readonly Lock gate = new();
    private volatile ConcurrentDictionary<string, RegularExpression> recent = new(StringComparer.Ordinal);
    private volatile ConcurrentDictionary<string, RegularExpression> older = new(StringComparer.Ordinal);
    private int steps;

    /// <summary>The expression of a pattern, compiled if it isn't yet.</summary>
    /// <exception cref="RegularExpressionException">RE2 refuses the pattern.</exception>
    public RegularExpression Get(string pattern)
    {
        if (recent.TryGetValue(pattern, out var expression)) return expression;
        if (!older.TryGetValue(pattern, out expression)) expression = RegularExpression.Compile(pattern);
        Keep(expression);
        return expression;
    }

    private void Keep(RegularExpression expression)
    {
        lock (gate)
        {
            if (recent.Count >= MostEntries || steps > MostSteps)
            {
                older = recent;
                recent = new ConcurrentDictionary<string, RegularExpression>(StringComparer.Ordinal);
                steps = 0;
            }
            if (recent.TryAdd(expression.Pattern, expression)) steps += expression.Size + expression.Pattern.Length;
        }
    }
}

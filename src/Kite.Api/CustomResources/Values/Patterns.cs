using Kite.Api.RegularExpressions;

namespace Kite.Api.CustomResources.Values;

/// <summary>The regular expressions of schemas.</summary>
internal static class Patterns
{
    private static readonly RegularExpressionCache Kept = new();

    /// <summary>The expression, or null with what is wrong with it.</summary>
    internal static RegularExpression? Compile(string pattern, out string? error)
    {
        error = null;
        try
        {
            return Kept.Get(pattern);
        }
        catch (RegularExpressionException e)
        {
            error = e.Message;
            return null;
        }
    }
}

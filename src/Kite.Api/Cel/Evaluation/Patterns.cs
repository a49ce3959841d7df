using Kite.Api.Cel.Values;
using Kite.Api.RegularExpressions;

namespace Kite.Api.Cel.Evaluation;

/// <summary>The regular expressions of <c>matches</c>, compiled once.</summary>
internal static class Patterns
{
    private static readonly RegularExpressionCache Known = new();

    public static bool IsValid(string pattern)
    {
        try
        {
            Known.Get(pattern);
            return true;
        }
        catch (RegularExpressionException)
        {
            return false;
        }
    }

    /// <summary>True or false, or the error of a pattern that is none.</summary>
    public static CelValue Matches(string text, string pattern)
    {
        try
        {
            return CelValue.Of(Known.Get(pattern).IsMatch(text));
        }
        catch (RegularExpressionException e)
        {
            return CelValue.Error(e.Message);
        }
    }
}

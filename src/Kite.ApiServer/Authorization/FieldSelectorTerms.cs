using Kite.Api.Errors;
using Kite.Api.Selectors;

namespace Kite.ApiServer.Authorization;

/// <summary>Reads field selectors for authorization, with the very parser that later selects: what is decided on must be what is served.</summary>
internal static class FieldSelectorTerms
{
    /// <summary>The value that a selector demands of a field; empty where it demands none, or is malformed (whoever serves the request refuses that).</summary>
    public static string Exact(string selector, string field)
    {
        if (selector.Length == 0) return "";
        try
        {
            return FieldSelector.Parse(selector).RequiresExactMatch(field, out var value) ? value : "";
        }
        catch (ApiStatusException)
        {
            return "";
        }
    }
}

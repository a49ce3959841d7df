namespace Kite.Api.Codecs.Gnostic;

/// <summary>What a field of a message holds.</summary>
/// <param name="Type"><c>string</c>, <c>bool</c>, <c>int</c>, <c>double</c>, <c>any</c> or the name of a message.</param>
/// <param name="IsRepeated">True for a list.</param>
/// <param name="Wrapper">The field of a message around it; 0 for none.</param>
internal readonly record struct GnosticValue(string Type, bool IsRepeated, int Wrapper)
{
    /// <summary>Reads the table's notation: <c>T</c>, <c>[]T</c>, <c>N:T</c>, <c>N:[]T</c>.</summary>
    public static GnosticValue Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var wrapper = colon < 0 ? 0 : int.Parse(text[..colon], System.Globalization.CultureInfo.InvariantCulture);
        var rest = text[(colon + 1)..];
        return rest.StartsWith("[]", StringComparison.Ordinal) ? new(rest[2..], true, wrapper) : new(rest, false, wrapper);
    }
}

using System.Globalization;
using System.Text;

namespace Kite.Api.Cel.Libraries;

/// <summary>Text as Go's <c>%q</c> writes it, for messages that clients know.</summary>
internal static class GoString
{
    /// <summary>In double quotes, with escapes for what can't be printed.</summary>
    internal static string Quote(string text)
    {
        var builder = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes()) Append(builder, rune);
        return builder.Append('"').ToString();
    }

    private static void Append(StringBuilder builder, Rune rune)
    {
        switch (rune.Value)
        {
            case '"' or '\\':
                builder.Append('\\').Append((char)rune.Value);
                break;
            case >= 7 and <= 13:
                builder.Append('\\').Append("abtnvfr"[rune.Value - 7]);
                break;
            case < ' ' or 0x7F:
                builder.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
                break;
            default:
                if (rune.Value == ' ' || IsPrintable(Rune.GetUnicodeCategory(rune))) builder.Append(rune.ToString());
                else if (rune.IsBmp) builder.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
                else builder.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
                break;
        }
    }

    private static bool IsPrintable(UnicodeCategory category) => category is not (
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}

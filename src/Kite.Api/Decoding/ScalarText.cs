using System.Globalization;
using Kite.Api.Meta;
using Kite.Api.Schema;

namespace Kite.Api.Decoding;

/// <summary>Checks scalars that are written as strings, and brings them into the form kube-apiserver stores.</summary>
internal static class ScalarText
{
    private const int WholeSecondsUtcLength = 20;

    internal static string Canonical(SchemaKind kind, string text) => kind switch
    {
        SchemaKind.Quantity => QuantityText(text),
        SchemaKind.Bytes => BytesText(text),
        SchemaKind.Time => TimeText(text, "2006-01-02T15:04:05Z07:00", Timestamps.Format),
        SchemaKind.MicroTime => TimeText(text, "2006-01-02T15:04:05.000000Z07:00", Timestamps.FormatMicro),
        _ => text,
    };

    private static string QuantityText(string text) =>
        Quantity.TryParse(text, out var quantity, out var error) ? quantity.ToCanonical().Text : throw new WrongTypeException(error);

    private static string BytesText(string text)
    {
        var compact = text.AsSpan().IndexOfAny('\r', '\n') < 0 ? text : text.ReplaceLineEndings("");
        var position = 0;
        while (position < compact.Length && (char.IsAsciiLetterOrDigit(compact[position]) || compact[position] is '+' or '/')) position++;
        var rest = compact.AsSpan(position);
        if (compact.Length % 4 == 0 && (rest.Length == 0 || rest is "=" or "==")) return compact;
        throw new WrongTypeException($"illegal base64 data at input byte {(rest.Length == 0 ? compact.Length / 4 * 4 : position)}");
    }

    private static string TimeText(string text, string layout, Func<DateTimeOffset, string> format)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var isShaped = text.Length >= WholeSecondsUtcLength && text[4] == '-' && text[10] == 'T' && text[13] == ':' && (text[^1] == 'Z' || text[^3] == ':');
        if (isShaped && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time)) return format(time);
        throw new WrongTypeException($"parsing time \"{text}\" as \"{layout}\": cannot parse \"{text}\" as \"2006\"");
    }
}

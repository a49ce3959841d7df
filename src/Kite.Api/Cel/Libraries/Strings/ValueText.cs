using System.Globalization;
using System.Text;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries.Strings;

/// <summary>Values as the clauses <c>%s</c> and <c>%d</c> write them. What can't be written is a <see cref="FormatException"/> with cel-go's words.</summary>
internal static class ValueText
{
    internal static string String(CelValue value) => value.Kind switch
    {
        CelKind.List => List(value.AsList),
        CelKind.Map => Map(value.AsMap),
        CelKind.String => value.AsString,
        CelKind.Bytes => Encoding.UTF8.GetString(value.AsBytes.Content.Span),
        CelKind.Optional or CelKind.Object or CelKind.Error => throw FormatProblems.Of('s', value.RuntimeType.Name),
        _ => CelText.Describe(value),
    };

    internal static string Decimal(CelValue value) => value.Kind is CelKind.Int or CelKind.Uint
        ? CelText.Describe(value)
        : throw FormatProblems.Of('d', value.RuntimeType.Name);

    private static string List(CelList list)
    {
        var builder = new StringBuilder("[");
        for (var i = 0; i < list.Count; i++) Append(builder.Append(i > 0 ? ", " : ""), Literal(list[i]));
        return builder.Append(']').ToString();
    }

    private static string Map(CelMap map)
    {
        var parts = new List<(string Key, string Value)>();
        var size = 0L;
        foreach (var key in map.Keys)
        {
            if (key.Kind is not (CelKind.String or CelKind.Bool or CelKind.Int or CelKind.Uint))
                throw new FormatException($"no formatting function for map key of type {key.RuntimeType.Name}");
            parts.Add((Literal(key), map.TryGet(key, out var value) ? Literal(value) : ""));
            size += parts[^1].Key.Length + parts[^1].Value.Length;
            if (size > StringFunctions.MostText) throw new FormatException("string is too long");
        }
        return $"{{{string.Join(", ", parts.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => $"{part.Key}:{part.Value}"))}}}";
    }

    private static void Append(StringBuilder builder, string part)
    {
        if (builder.Length + part.Length > StringFunctions.MostText) throw new FormatException("string is too long");
        builder.Append(part);
    }

    /// <summary>As the language writes the value.</summary>
    private static string Literal(CelValue value) => value.Kind switch
    {
        CelKind.String => GoString.Quote(value.AsString),
        CelKind.Bytes => "b" + GoString.Quote(String(value)),
        CelKind.Double when double.IsFinite(value.AsDouble) => value.AsDouble.ToString("F6", CultureInfo.InvariantCulture),
        CelKind.Double => GoString.Quote(CelText.Number(value.AsDouble)),
        CelKind.Timestamp => $"timestamp({GoString.Quote(CelText.Describe(value))})",
        CelKind.Duration => $"duration({GoString.Quote(CelText.Describe(value))})",
        CelKind.List => List(value.AsList),
        CelKind.Map => Map(value.AsMap),
        CelKind.Optional or CelKind.Object or CelKind.Error => throw new FormatException($"no formatting function for {value.RuntimeType.Name}"),
        _ => CelText.Describe(value),
    };
}

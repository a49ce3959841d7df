using System.Text.Json;

namespace Kite.ApiServer.Tables;

/// <summary>Reads of an object's JSON that never fail: what isn't there is null, zero or empty.</summary>
internal static class JsonElementExtensions
{
    /// <summary>The value at a path, or an undefined element.</summary>
    public static JsonElement At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty(name, out element)) return default;
        }
        return element;
    }

    /// <summary>The string at a path, or null.</summary>
    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path)
    {
        var found = element.At(path);
        return found.ValueKind switch
        {
            JsonValueKind.String => found.GetString(),
            JsonValueKind.Number => found.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
    }

    /// <summary>The string at a path, or what kubectl prints for none.</summary>
    public static string TextOr(this JsonElement element, string absent, params ReadOnlySpan<string> path) => element.Text(path) is { Length: > 0 } text ? text : absent;

    /// <summary>The number at a path, or 0.</summary>
    public static long Count(this JsonElement element, params ReadOnlySpan<string> path)
    {
        var found = element.At(path);
        return found.ValueKind is JsonValueKind.Number && found.TryGetInt64(out var number) ? number : 0;
    }

    /// <summary>The items of the list at a path.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> path)
    {
        var found = element.At(path);
        return found.ValueKind is JsonValueKind.Array ? found.EnumerateArray() : [];
    }

    /// <summary>The pairs of the map at a path.</summary>
    public static IEnumerable<JsonProperty> Pairs(this JsonElement element, params ReadOnlySpan<string> path)
    {
        var found = element.At(path);
        return found.ValueKind is JsonValueKind.Object ? found.EnumerateObject() : [];
    }

    /// <summary>How long ago the time at a path was, as kubectl prints it.</summary>
    public static string Since(this JsonElement element, DateTimeOffset now, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.String } time && time.TryGetDateTimeOffset(out var when) ? HumanDuration.Format(now - when) : "<unknown>";

    /// <summary>A label selector as kubectl prints it: of a <c>LabelSelector</c> or of a plain map.</summary>
    public static string Selector(this JsonElement selector)
    {
        if (selector.ValueKind is not JsonValueKind.Object) return "<none>";
        var isStructured = selector.TryGetProperty("matchLabels", out var labels) | selector.TryGetProperty("matchExpressions", out var expressions);
        var terms = (isStructured ? labels.Pairs() : selector.Pairs()).Select(pair => $"{pair.Name}={pair.Value.GetString()}").Order(StringComparer.Ordinal)
            .Concat(expressions.Items().Select(Expression));
        var text = string.Join(',', terms);
        return text.Length == 0 ? "<none>" : text;
    }

    private static string Expression(JsonElement expression)
    {
        var key = expression.Text("key");
        var values = string.Join(',', expression.Items("values").Select(value => value.GetString()).Order(StringComparer.Ordinal));
        return expression.Text("operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "DoesNotExist" => $"!{key}",
            _ => key ?? "",
        };
    }
}

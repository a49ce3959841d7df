using System.Text;
using System.Text.Json.Nodes;

namespace Kite.Api.Patches;

/// <summary>Prints JSON the way Go's <c>%v</c> does, for messages that clients know: <c>map[image:nginx ports:[80 443]]</c>.</summary>
internal static class GoText
{
    internal static string Print(JsonNode? node)
    {
        var builder = new StringBuilder();
        Print(builder, node);
        return builder.ToString();
    }

    private static void Print(StringBuilder builder, JsonNode? node)
    {
        switch (node)
        {
            case null:
                builder.Append("<nil>");
                break;
            case JsonObject map:
                builder.Append("map[");
                var between = "";
                foreach (var (name, value) in map.OrderBy(property => property.Key, StringComparer.Ordinal))
                {
                    builder.Append(between).Append(name).Append(':');
                    Print(builder, value);
                    between = " ";
                }
                builder.Append(']');
                break;
            case JsonArray list:
                builder.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    if (i > 0) builder.Append(' ');
                    Print(builder, list[i]);
                }
                builder.Append(']');
                break;
            default:
                builder.Append(node.ToString());
                break;
        }
    }
}

using System.Text;
using System.Text.Json.Nodes;

namespace Kite.Api.Validation;

/// <summary>Says how two objects differ, for messages to people: a line for what was and a line for what is, for each field.</summary>
internal static class ObjectDiff
{
    private const int MaxLines = 40;

    internal static string Of(JsonNode? old, JsonNode? value)
    {
        var lines = new List<string>();
        Compare(old, value, "", lines);
        var text = new StringBuilder();
        foreach (var line in lines.Take(MaxLines)) text.Append('\n').Append(line);
        if (lines.Count > MaxLines) text.Append("\n  ...");
        return text.Append('\n').ToString();
    }

    private static void Compare(JsonNode? old, JsonNode? value, string path, List<string> lines)
    {
        if (lines.Count > MaxLines || JsonNode.DeepEquals(old, value)) return;
        switch (old, value)
        {
            case (JsonObject before, JsonObject now):
                foreach (var name in before.Select(field => field.Key).Union(now.Select(field => field.Key))) Compare(before[name], now[name], path.Length == 0 ? name : $"{path}.{name}", lines);
                break;
            case (JsonArray before, JsonArray now):
                for (var at = 0; at < Math.Max(before.Count, now.Count); at++) Compare(at < before.Count ? before[at] : null, at < now.Count ? now[at] : null, $"{path}[{at}]", lines);
                break;
            default:
                if (old is not null) lines.Add($"- \t{path}: {old.ToJsonString()},");
                if (value is not null) lines.Add($"+ \t{path}: {value.ToJsonString()},");
                break;
        }
    }
}

using System.Text.Json;

namespace Kite.Api.Codecs.Gnostic;

/// <summary>A message of the table.</summary>
internal sealed class GnosticMessage
{
    private readonly Dictionary<string, GnosticField> fields = new(StringComparer.Ordinal);
    private readonly List<GnosticField> choices = [];
    private GnosticField? extension;
    private GnosticField? other;

    /// <summary>True where a value is written to the one field that it chooses.</summary>
    public bool IsChoice => choices.Count > 0;

    /// <summary>The field of a JSON member; null for one that has no place in the message. <c>isNamed</c> tells whether its name goes with it.</summary>
    public GnosticField? Field(string name, out bool isNamed)
    {
        isNamed = false;
        if (fields.TryGetValue(name, out var field)) return field;
        isNamed = true;
        return extension is not null && name.StartsWith("x-", StringComparison.Ordinal) ? extension : other;
    }

    /// <summary>The field that a value chooses, or null.</summary>
    public GnosticField? Choose(JsonElement value)
    {
        foreach (var choice in choices)
        {
            if (Holds(choice.Name, value)) return choice;
        }
        return null;
    }

    internal void Add(string name, GnosticField field)
    {
        switch (name)
        {
            case "x-":
                extension = field;
                break;
            case "*":
                other = field;
                break;
            case "else":
                choices.Add(field with { Name = "" });
                break;
            case var _ when name.StartsWith("when ", StringComparison.Ordinal):
                choices.Add(field with { Name = name["when ".Length..] });
                break;
            default:
                fields.Add(name, field);
                break;
        }
    }

    private static bool Holds(string condition, JsonElement value)
    {
        switch (condition)
        {
            case "":
                return true;
            case "(bool)":
                return value.ValueKind is JsonValueKind.True or JsonValueKind.False;
            case "(number)":
                return value.ValueKind is JsonValueKind.Number;
            case "(string)":
                return value.ValueKind is JsonValueKind.String;
        }
        if (value.ValueKind is not JsonValueKind.Object) return false;
        var equals = condition.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0) return value.TryGetProperty(condition, out _);
        return value.TryGetProperty(condition[..equals], out var member) && member.ValueKind is JsonValueKind.String && member.ValueEquals(condition[(equals + 1)..]);
    }
}

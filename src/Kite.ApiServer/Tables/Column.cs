using System.Text.Json;

namespace Kite.ApiServer.Tables;

/// <summary>One column of a kind's table.</summary>
/// <param name="Name">The heading; kubectl prints it in upper case.</param>
/// <param name="Value">The cell: null, a string, a long or a bool.</param>
internal sealed record Column(string Name, Func<JsonElement, DateTimeOffset, object?> Value)
{
    /// <summary><c>string</c>, <c>integer</c>, <c>boolean</c> or <c>date</c>.</summary>
    public string Type { get; init; } = "string";

    /// <summary><c>name</c> for the column that identifies the row.</summary>
    public string Format { get; init; } = "";

    /// <summary>0 for always shown, 1 for <c>-o wide</c>.</summary>
    public int Priority { get; init; }

    /// <summary>What the column says.</summary>
    public string Description { get; init; } = "";

    /// <summary>Writes what a table says of the column.</summary>
    public void WriteDefinition(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", Name);
        writer.WriteString("type", Type);
        writer.WriteString("format", Format);
        writer.WriteString("description", Description);
        writer.WriteNumber("priority", Priority);
        writer.WriteEndObject();
    }

    /// <summary>A column with a text.</summary>
    public static Column Text(string name, Func<JsonElement, string?> value) => new(name, (item, _) => value(item));

    /// <summary>A column with a text that <c>-o wide</c> shows.</summary>
    public static Column Wide(string name, Func<JsonElement, string?> value) => Text(name, value) with { Priority = 1 };

    /// <summary>A column with a number.</summary>
    public static Column Number(string name, Func<JsonElement, long> value) => new(name, (item, _) => value(item)) { Type = "integer" };

    /// <summary>A column with a yes or no.</summary>
    public static Column Flag(string name, Func<JsonElement, bool> value) => new(name, (item, _) => value(item)) { Type = "boolean" };

    /// <summary>When the object was created, as the API writes times.</summary>
    public static Column Created { get; } = Text("Created At", item => item.Text("metadata", "creationTimestamp")) with { Type = "date", Description = "The time at which the object was created." };

    /// <summary>The name.</summary>
    public static Column ObjectName { get; } = new("Name", (item, _) => item.Text("metadata", "name")) { Format = "name", Description = "The name, unique within the namespace." };

    /// <summary>How long ago the object was created.</summary>
    public static Column Age { get; } = new("Age", (item, now) => item.Since(now, "metadata", "creationTimestamp")) { Description = "The time since the object was created." };
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.CustomResources.Values;
using Kite.Api.Kinds;

namespace Kite.Api.CustomResources.Paths;

/// <summary>A column of <c>kubectl get</c> that a definition asks for.</summary>
public sealed class PrinterColumn
{
    private readonly JsonPath? path;

    private PrinterColumn(JsonObject column)
    {
        Name = column.Text("name");
        Type = column.Text("type");
        Format = column.Text("format");
        JsonPath = column.Text("jsonPath");
        Description = column.Text("description") is { Length: > 0 } text ? text : $"Custom resource definition column (in JSONPath format): {JsonPath}";
        Priority = (int)(column.Integer("priority") ?? 0);
        path = Paths.JsonPath.TryParse(JsonPath, out _);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary><c>integer</c>, <c>number</c>, <c>string</c>, <c>boolean</c> or <c>date</c>.</summary>
    public string Type { get; }

    /// <summary>The format; empty for none.</summary>
    public string Format { get; }

    /// <summary>What the column shows, for a person.</summary>
    public string Description { get; }

    /// <summary>0 for a column that is always shown; above for one of wide output.</summary>
    public int Priority { get; }

    /// <summary>The path as the definition has it.</summary>
    public string JsonPath { get; }

    /// <summary>The columns of a version; its age where it names none.</summary>
    internal static IReadOnlyList<PrinterColumn> Parse(JsonObject version)
    {
        if (version.Array("additionalPrinterColumns") is { Count: > 0 } columns) return [.. columns.OfType<JsonObject>().Select(column => new PrinterColumn(column))];
        return
        [
            new PrinterColumn(new JsonObject
            {
                ["name"] = "Age",
                ["type"] = "date",
                ["jsonPath"] = ".metadata.creationTimestamp",
                ["description"] = "CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata",
            }),
        ];
    }

    /// <summary>What the column shows of an object: null for nothing, for a date its text as the object has it, which is yet to be made an age.</summary>
    public JsonNode? Cell(JsonObject value)
    {
        if (path is null || !path.TryFind(value, out var found) || found.Count == 0) return null;
        if (Type == "string") return JsonValue.Create(Paths.JsonPath.Print(found[0]));
        if (found[0] is not JsonValue scalar) return null;
        var kind = scalar.GetValueKind();
        return Type switch
        {
            "integer" when kind is JsonValueKind.Number => JsonValue.Create(JsonNumbers.IsInteger(scalar, out var integer) ? integer : ToInteger(JsonNumbers.ToDouble(scalar))),
            "number" when kind is JsonValueKind.Number => JsonValue.Create(JsonNumbers.ToDouble(scalar)),
            "boolean" when kind is JsonValueKind.True or JsonValueKind.False => JsonValue.Create(kind is JsonValueKind.True),
            "date" when kind is JsonValueKind.String => JsonValue.Create(scalar.GetValue<string>()),
            _ => null,
        };
    }

    private static long ToInteger(double number) => number >= long.MaxValue ? long.MaxValue : number <= long.MinValue ? long.MinValue : (long)number;
}

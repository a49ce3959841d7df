using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>Checks the columns of <c>kubectl get</c>.</summary>
internal static class ColumnsValidator
{
    private static readonly string[] Types = ["boolean", "date", "integer", "number", "string"];
    private static readonly string[] FormatNames = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];

    internal static void Validate(JsonObject version, FieldPath path, FieldErrors errors)
    {
        var at = 0;
        foreach (var column in version.Objects("additionalPrinterColumns")) ValidateColumn(column, path.Item(at++), errors);
    }

    private static void ValidateColumn(JsonObject column, FieldPath path, FieldErrors errors)
    {
        if (column.Text("name").Length == 0) errors.Required(path.Child("name"));
        var type = column.Text("type");
        if (type.Length == 0) errors.Required(path.Child("type"), $"must be one of {string.Join(',', Types)}");
        else if (!Types.Contains(type)) errors.Invalid(path.Child("type"), type, $"must be one of {string.Join(',', Types)}");
        if (column.Text("format") is { Length: > 0 } format && !FormatNames.Contains(format)) errors.Invalid(path.Child("format"), format, $"must be one of {string.Join(',', FormatNames)}");
        if (column.Text("jsonPath") is not { Length: > 0 } text) errors.Required(path.Child("JSONPath"));
        else SubresourcesValidator.IsSimple(text, path.Child("JSONPath"), errors);
    }
}

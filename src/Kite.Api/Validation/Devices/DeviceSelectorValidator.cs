using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Cel.Types;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Devices;

/// <summary>Checks the expressions that pick devices.</summary>
internal static class DeviceSelectorValidator
{
    private const int MaxSelectors = 32;
    private const int MaxExpression = 10 * 1024;
    private const ulong MaxCost = 1_000_000;

    internal static void Validate(JsonObject? holder, FieldPath path, FieldErrors errors)
    {
        var count = holder.Array("selectors")?.Count ?? 0;
        if (count > MaxSelectors) errors.TooMany(path, count, MaxSelectors);
        var at = 0;
        foreach (var selector in holder.Objects("selectors"))
        {
            var below = path.Item(at++).Child("cel");
            if (selector.Object("cel") is not { } cel) errors.Required(below);
            else if (cel.Text("expression").Length == 0) errors.Required(below.Child("expression"));
            else if (Encoding.UTF8.GetByteCount(cel.Text("expression")) > MaxExpression) errors.TooLong(below.Child("expression"), MaxExpression);
            else ValidateExpression(cel.Text("expression"), below.Child("expression"), errors);
        }
    }

    private static void ValidateExpression(string text, FieldPath path, FieldErrors errors)
    {
        var compiled = DeviceExpressions.Environment.Compile(text);
        if (compiled.Issues.Count > 0) errors.Invalid(path, text, "compilation failed: " + compiled.Error);
        else if (compiled.OutputType.TypeKind is not (CelTypeKind.Bool or CelTypeKind.Dyn)) errors.Invalid(path, text, $"must evaluate to bool or the unknown type, not {compiled.OutputType}");
        else if (compiled.Program is null) errors.Internal(path, "program instantiation failed: " + compiled.Error);
        else if (compiled.EstimateCost(DeviceExpressions.Sizes).Max > MaxCost) errors.Forbidden(path, "too complex, exceeds cost limit");
    }
}

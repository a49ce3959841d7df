using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.Api.Validation.Autoscaling;

/// <summary>Checks what an autoscaler wants a metric to be.</summary>
internal static class MetricTargetValidator
{
    internal static void Validate(JsonObject? target, FieldPath path, FieldErrors errors)
    {
        var type = target.Text("type");
        if (type.Length == 0) errors.Required(path.Child("type"), "must specify a metric target type");
        if (type is not ("Utilization" or "Value" or "AverageValue")) errors.Invalid(path.Child("type"), type, "must be either Utilization, Value, or AverageValue");
        foreach (var field in (ReadOnlySpan<string>)["value", "averageValue"])
        {
            if (Quantity.TryParse(target.TextOrNull(field), out var amount) && amount.Sign <= 0) errors.Invalid(path.Child(field), target.Text(field), "must be positive");
        }
        if (target.Integer("averageUtilization") is < 1 and { } percent) errors.Invalid(path.Child("averageUtilization"), percent, "must be greater than 0");
    }
}

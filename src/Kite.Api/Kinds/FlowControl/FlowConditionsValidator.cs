using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.FlowControl;

/// <summary>Checks the conditions of flow schemas and priority levels.</summary>
internal static class FlowConditionsValidator
{
    /// <summary>Checks that every condition has a type of its own.</summary>
    internal static void Validate(JsonObject value, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var path = FieldPath.Root.Child("status").Child("conditions");
        var at = 0;
        foreach (var condition in value.Object("status").Objects("conditions"))
        {
            var type = condition.Text("type");
            var place = path.Item(at++).Child("type");
            if (!seen.Add(type)) errors.Duplicate(place, type);
            if (type.Length == 0) errors.Required(place, "must not be empty");
        }
    }
}

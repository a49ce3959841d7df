using System.Text.Json.Nodes;
using Kite.Api.Validation;
using Kite.Api.Validation.Storage;

namespace Kite.Api.Kinds.Storage;

/// <summary>The drivers of a node: they come and go, and only how much they can hold changes.</summary>
internal sealed class CSINodeRules(KindShape shape) : KindRules(shape)
{
    private const int MaxNodeId = 192;
    private static readonly FieldPath Drivers = Spec.Child("drivers");

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var driver in value.Object("spec").Objects("drivers"))
        {
            var path = Drivers.Item(at++);
            DriverNameRules.Driver(driver.Text("name"), path.Child("name"), errors);
            var id = driver.Text("nodeID");
            if (id.Length == 0) errors.Required(path.Child("nodeID"));
            if (id.Length > MaxNodeId) errors.Invalid(path.Child("nodeID"), id, $"must be {MaxNodeId} characters or less");
            NumberRules.NotNegative(driver.Object("allocatable"), "count", path.Child("allocatable"), errors);
            if (!names.Add(driver.Text("name"))) errors.Duplicate(path.Child("name"), driver.Text("name"));
            ValidateKeys(driver, path, errors);
        }
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        ValidateObject(value, errors);
        var drivers = value.Object("spec").Objects("drivers").ToLookup(driver => driver.Text("name"));
        foreach (var before in old.Object("spec").Objects("drivers"))
        {
            foreach (var driver in drivers[before.Text("name")])
            {
                if (!JsonNode.DeepEquals(Fixed(driver), Fixed(before))) errors.Invalid(Drivers, driver, "field is immutable");
            }
        }
    }

    private static void ValidateKeys(JsonObject driver, FieldPath path, FieldErrors errors)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in driver.Texts("topologyKeys"))
        {
            if (key.Length == 0) errors.Required(path);
            if (!keys.Add(key)) errors.Duplicate(path, key);
            errors.InvalidIf(path, key, Formats.QualifiedName(key));
        }
    }

    private static JsonObject Fixed(JsonObject driver)
    {
        var copy = (JsonObject)driver.DeepClone();
        copy.Remove("allocatable");
        return copy;
    }
}

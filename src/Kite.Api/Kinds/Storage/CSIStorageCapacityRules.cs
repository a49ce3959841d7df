using System.Text.Json.Nodes;
using Kite.Api.Meta;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Storage;

/// <summary>Storage capacities: for which class and which nodes they hold never changes.</summary>
internal sealed class CSIStorageCapacityRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        LabelSelectorValidator.Validate(value.Object("nodeTopology"), FieldPath.Root.Child("nodeTopology"), errors);
        var name = value.Text("storageClassName");
        errors.InvalidIf(FieldPath.Root.Child("storageClassName"), name, Formats.Subdomain(name));
        if (Quantity.TryParse(value.TextOrNull("capacity"), out var capacity) && capacity.Sign < 0)
            errors.Invalid(FieldPath.Root.Child("capacity"), value.Text("capacity"), "must be greater than or equal to 0");
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        ValidateObject(value, errors);
        Immutability.Field(value, old, "nodeTopology", FieldPath.Root, errors);
        Immutability.Field(value, old, "storageClassName", FieldPath.Root, errors);
    }
}

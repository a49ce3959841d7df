using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>Checks that every field and list that value validations speak of is there outside of them too.</summary>
internal sealed class CompletenessValidator(FieldErrors errors)
{
    /// <summary>Checks the value validations of a schema.</summary>
    /// <param name="validation">The schema with the value validations.</param>
    /// <param name="structure">The schema that they are about; null where there is none.</param>
    /// <param name="path">Where that is, or should be.</param>
    /// <param name="from">Where the value validations are.</param>
    internal void Validate(StructuralSchema validation, StructuralSchema? structure, FieldPath path, FieldPath from)
    {
        if (validation.Not is { } not) ValidateNested(not, structure, path, from.Child("not"));
        ValidateAll(validation.AllOf, "allOf", structure, path, from);
        ValidateAll(validation.AnyOf, "anyOf", structure, path, from);
        ValidateAll(validation.OneOf, "oneOf", structure, path, from);
    }

    private void ValidateAll(IReadOnlyList<StructuralSchema> validations, string name, StructuralSchema? structure, FieldPath path, FieldPath from)
    {
        for (var at = 0; at < validations.Count; at++) ValidateNested(validations[at], structure, path, from.Child(name).Item(at));
    }

    private void ValidateNested(StructuralSchema validation, StructuralSchema? structure, FieldPath path, FieldPath from)
    {
        if (structure is null)
        {
            errors.Required(path, $"because it is defined in {from}");
            return;
        }
        Validate(validation, structure, path, from);
        if (validation.Items is { } items) ValidateNested(items, structure.Items, path.Child("items"), from.Child("items"));
        foreach (var (name, property) in validation.Properties)
            ValidateNested(property, structure.Properties.GetValueOrDefault(name), path.Child("properties").Key(name), from.Child("properties").Key(name));
    }
}

namespace Kite.Api.Selectors;

/// <summary>One condition on a field.</summary>
/// <param name="Field">The field's label, such as <c>spec.nodeName</c>.</param>
/// <param name="Value">The value it is compared with.</param>
/// <param name="IsNegated">True where the field must differ.</param>
public sealed record FieldRequirement(string Field, string Value, bool IsNegated);

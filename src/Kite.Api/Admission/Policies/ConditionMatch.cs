namespace Kite.Api.Admission.Policies;

/// <summary>What match conditions came to.</summary>
/// <param name="IsMatch">True where all hold.</param>
/// <param name="Error">Why that can't be told, where failures count; else null.</param>
public readonly record struct ConditionMatch(bool IsMatch, string? Error);

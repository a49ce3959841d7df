namespace Kite.Api.Admission.Policies;

/// <summary>An audit annotation of a policy.</summary>
/// <param name="Key">The key, without the policy's name.</param>
/// <param name="Value">The value.</param>
/// <param name="Error">Why there is no value, where that counts; else null.</param>
public sealed record PolicyAnnotation(string Key, string Value, string? Error);

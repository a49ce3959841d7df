namespace Kite.Api.Admission.Policies;

/// <summary>A validation that doesn't hold.</summary>
/// <param name="Index">Which of the policy's validations.</param>
/// <param name="Message">Why.</param>
/// <param name="Reason">The reason, such as <c>Forbidden</c>; empty where the policy failed.</param>
public sealed record PolicyDenial(int Index, string Message, string Reason);

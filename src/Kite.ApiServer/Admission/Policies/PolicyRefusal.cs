namespace Kite.ApiServer.Admission.Policies;

/// <summary>Why a policy refuses a request.</summary>
/// <param name="Message">Which policy and binding, and why.</param>
/// <param name="Reason">The reason; empty for <c>Invalid</c>.</param>
internal readonly record struct PolicyRefusal(string Message, string Reason);

namespace Kite.ApiServer.Authorization;

/// <summary>The answer to an authorization question.</summary>
/// <param name="Allowed">True where the request may go on.</param>
/// <param name="Reason">Why, for a person; may be empty.</param>
public readonly record struct AuthorizationDecision(bool Allowed, string Reason);

namespace Kite.Api.Cel.Libraries.Authorization;

/// <summary>What an authorizer answers.</summary>
/// <param name="IsAllowed">True where it is allowed; no opinion is false.</param>
/// <param name="Reason">The reason given; may be empty.</param>
/// <param name="Error">What went wrong while deciding; null for nothing.</param>
public sealed record CelDecision(bool IsAllowed, string Reason = "", string? Error = null);

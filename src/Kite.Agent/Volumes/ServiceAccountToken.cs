namespace Kite.Agent.Volumes;

/// <summary>A token for a pod's service account.</summary>
/// <param name="Value">The token.</param>
/// <param name="ExpiresAt">When it is good no more.</param>
internal sealed record ServiceAccountToken(string Value, DateTimeOffset ExpiresAt);

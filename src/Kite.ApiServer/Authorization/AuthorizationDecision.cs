namespace Kite.ApiServer.Authorization;

/// <summary>The answer to an authorization question. Where it is neither allowed nor denied, there is no opinion: another authorizer may still allow it.</summary>
/// <param name="Allowed">True where the request may go on.</param>
/// <param name="Reason">Why, for a person; may be empty.</param>
public readonly record struct AuthorizationDecision(bool Allowed, string Reason)
{
    /// <summary>True where the request must not go on, whatever later authorizers would say.</summary>
    public bool Denied { get; init; }

    /// <summary>What went wrong while deciding, for a person; empty where nothing did.</summary>
    public string Error { get; init; } = "";
}

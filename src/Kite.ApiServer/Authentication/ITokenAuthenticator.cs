namespace Kite.ApiServer.Authentication;

/// <summary>Tells whom a bearer token belongs to.</summary>
internal interface ITokenAuthenticator
{
    /// <summary>The token's owner and the audiences it is good for, or null where the token isn't of this authenticator's kind.</summary>
    /// <param name="token">The token.</param>
    /// <param name="audiences">At which audiences it is presented; empty for the API server itself.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidTokenException">The token is of this kind, but not valid.</exception>
    ValueTask<TokenIdentity?> AuthenticateAsync(string token, IReadOnlyList<string> audiences, CancellationToken cancellationToken);
}

namespace Kite.ApiServer.Authentication;

/// <summary>Asks every kind of token in turn; the first that knows the token answers. Users come out as members of <c>system:authenticated</c>.</summary>
internal sealed class TokenAuthenticatorChain(IEnumerable<ITokenAuthenticator> authenticators)
{
    private readonly ITokenAuthenticator[] authenticators = [.. authenticators];

    /// <summary>The token's owner, or null where no authenticator knows the token.</summary>
    /// <exception cref="InvalidTokenException">One knows it, and it isn't valid.</exception>
    public async ValueTask<TokenIdentity?> AuthenticateAsync(string token, IReadOnlyList<string> audiences, CancellationToken cancellationToken)
    {
        foreach (var authenticator in authenticators)
        {
            if (await authenticator.AuthenticateAsync(token, audiences, cancellationToken) is { } identity) return identity with { User = identity.User.WithAuthenticated() };
        }
        return null;
    }
}

namespace Kite.ApiServer.Authentication;

/// <summary>Asks every kind of token in turn; the first to which it is valid answers. Users come out as members of <c>system:authenticated</c>.</summary>
internal sealed class TokenAuthenticatorChain(IEnumerable<ITokenAuthenticator> authenticators)
{
    private readonly ITokenAuthenticator[] authenticators = [.. authenticators];

    /// <summary>The token's owner, or null where no authenticator knows the token.</summary>
    /// <exception cref="InvalidTokenException">Some know it, and to none of them it is valid.</exception>
    public async ValueTask<TokenIdentity?> AuthenticateAsync(string token, IReadOnlyList<string> audiences, CancellationToken cancellationToken)
    {
        List<InvalidTokenException>? refusals = null;
        foreach (var authenticator in authenticators)
        {
            try
            {
                if (await authenticator.AuthenticateAsync(token, audiences, cancellationToken) is { } identity) return identity with { User = identity.User.WithAuthenticated() };
            }
            catch (InvalidTokenException e)
            {
                // It may look like one kind and be good as another.
                (refusals ??= []).Add(e);
            }
        }
        return refusals switch
        {
            null => null,
            [var one] => throw one,
            _ => throw new InvalidTokenException(string.Join(", ", refusals.Select(refusal => refusal.Message)), refusals[0]),
        };
    }
}

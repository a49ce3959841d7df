namespace Kite.ApiServer.Authorization;

/// <summary>Decides whether a user may do something.</summary>
public interface IAuthorizer
{
    /// <summary>The decision, for callers that can't wait (expressions). It is made from memory, unless a webhook is configured: then this blocks until it has answered.</summary>
    AuthorizationDecision Authorize(AuthorizationAttributes attributes);

    /// <summary>The decision; it comes at once, unless a webhook is configured and has to be asked.</summary>
    ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellationToken) => new(Authorize(attributes));
}

namespace Kite.ApiServer.Authorization;

/// <summary>Decides whether a user may do something.</summary>
public interface IAuthorizer
{
    /// <summary>The decision; it is made from memory and never waits for I/O.</summary>
    AuthorizationDecision Authorize(AuthorizationAttributes attributes);
}

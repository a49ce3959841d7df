using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Authentication;

/// <summary>Tells who sent a request.</summary>
public interface IAuthenticator
{
    /// <summary>The user, or null where this authenticator finds none of its credentials on the request.</summary>
    /// <exception cref="Api.Errors.ApiStatusException">Credentials are there but not valid (<c>Unauthorized</c>).</exception>
    ValueTask<UserInfo?> AuthenticateAsync(HttpContext context, CancellationToken cancellationToken);
}

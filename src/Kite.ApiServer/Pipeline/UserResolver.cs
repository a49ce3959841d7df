using Kite.Api.Errors;
using Kite.ApiServer.Authentication;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Pipeline;

/// <summary>Asks every authenticator in turn who sent a request.</summary>
internal sealed class UserResolver(IEnumerable<IAuthenticator> authenticators)
{
    private static readonly string[] Authenticated = ["system:authenticated"];
    private readonly IAuthenticator[] authenticators = [.. authenticators];

    /// <summary>The user; anonymous where there are no credentials at all.</summary>
    /// <exception cref="ApiStatusException">There are credentials, and none is valid (<c>Unauthorized</c>).</exception>
    public async ValueTask<UserInfo> ResolveAsync(HttpContext context, CancellationToken cancellationToken)
    {
        ApiStatusException? refused = null;
        foreach (var authenticator in authenticators)
        {
            try
            {
                if (await authenticator.AuthenticateAsync(context, cancellationToken) is { } user) return WithAuthenticated(user);
            }
            catch (ApiStatusException e) when (e.Reason == StatusReason.Unauthorized)
            {
                // One bad credential doesn't spoil a good one of another kind.
                refused = e;
            }
        }
        return refused is null ? UserInfo.Anonymous : throw refused;
    }

    private static UserInfo WithAuthenticated(UserInfo user) =>
        user.Groups.Contains(Authenticated[0]) || user.Groups.Contains("system:unauthenticated") ? user : user with { Groups = [.. user.Groups, .. Authenticated] };
}

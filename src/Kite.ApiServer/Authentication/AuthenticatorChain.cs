using Kite.Api.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Authentication;

/// <summary>Asks who sent a request: a front proxy may say so; else the client certificate first, then the bearer token; a request with neither is anonymous.</summary>
/// <remarks>Never null. What anonymous may see is the authorizer's business (<c>system:public-info-viewer</c>).</remarks>
internal sealed partial class AuthenticatorChain(FrontProxyAuthenticator frontProxies, ClientCertificateAuthenticator certificates, TokenAuthenticatorChain tokens, AnonymousRequests anonymous, ILogger<AuthenticatorChain> logger) : IAuthenticator
{
    public ValueTask<UserInfo?> AuthenticateAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (frontProxies.Authenticate(context) is { } named) return new(named);
        var certified = certificates.Authenticate(context, out var problem);
        if (certified is not null) return new(certified);
        if (BearerToken.Of(context) is { } token) return OfTokenAsync(token, cancellationToken);
        if (problem is null && anonymous.MayGoOn(context.Request)) return new(UserInfo.Anonymous);
        if (problem is not null) Log.Refused(logger, problem);
        throw Unauthorized();
    }

    private static ApiStatusException Unauthorized() => new(StatusReason.Unauthorized, "Unauthorized");

    private async ValueTask<UserInfo?> OfTokenAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            var identity = await tokens.AuthenticateAsync(token, [], cancellationToken);
            return identity?.User ?? throw Unauthorized();
        }
        catch (InvalidTokenException e)
        {
            Log.Refused(logger, e.Message);
            throw Unauthorized();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "Credentials refused: {Reason}")]
        public static partial void Refused(ILogger logger, string reason);
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Models.AuthenticationV1;
using Kite.ApiServer.Authentication.ServiceAccounts;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;

namespace Kite.ApiServer.Authentication;

/// <summary>Serves <c>tokenreviews</c>: tells others whom a token belongs to.</summary>
internal sealed class TokenReviews(TokenAuthenticatorChain tokens, ServiceAccountTokenOptions options) : ICreateOnlyResource
{
    public string Resource => "tokenreviews.authentication.k8s.io";

    public async ValueTask<JsonObject> CreateAsync(ApiRequest request, JsonObject value, CancellationToken cancellationToken) =>
        (await ReviewAsync(value.ToModel<TokenReview>(), cancellationToken)).ToNode();

    internal async ValueTask<TokenReview> ReviewAsync(TokenReview review, CancellationToken cancellationToken)
    {
        if (review.Spec.Token.Length == 0) throw ApiErrors.BadRequest("token is required for TokenReview in authentication");
        try
        {
            var identity = await tokens.AuthenticateAsync(review.Spec.Token, review.Spec.Audiences, cancellationToken);
            if (identity is null) return Refused(review, "invalid bearer token");
            var audiences = review.Spec.Audiences.Count == 0 ? options.ApiAudiences : identity.Audiences;
            return review with { Status = new() { Authenticated = true, User = Describe(identity.User), Audiences = audiences } };
        }
        catch (InvalidTokenException e)
        {
            return Refused(review, $"[invalid bearer token, {e.Message}]");
        }
    }

    internal static Api.Models.AuthenticationV1.UserInfo Describe(UserInfo user) => new()
    {
        Username = user.Name,
        Uid = user.Uid.Length == 0 ? null : user.Uid,
        Groups = user.Groups,
        Extra = user.Extra,
    };

    private static TokenReview Refused(TokenReview review, string error) => review with { Status = new() { Error = error } };
}

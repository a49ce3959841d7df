using System.Text.Json.Nodes;
using Kite.Api.Models.AuthenticationV1;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;

namespace Kite.ApiServer.Authentication;

/// <summary>Serves <c>selfsubjectreviews</c>: tells a client who it is (<c>kubectl auth whoami</c>).</summary>
internal sealed class SelfSubjectReviews(TimeProvider timeProvider) : ICreateOnlyResource
{
    public string Resource => "selfsubjectreviews.authentication.k8s.io";

    public ValueTask<JsonObject> CreateAsync(ApiRequest request, JsonObject value, CancellationToken cancellationToken)
    {
        var review = value.ToModel<SelfSubjectReview>();
        return new((review with
        {
            Metadata = review.Metadata with { CreationTimestamp = timeProvider.GetUtcNow() },
            Status = new() { UserInfo = TokenReviews.Describe(request.User) },
        }).ToNode());
    }
}

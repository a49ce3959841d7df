using System.Text.Json.Nodes;
using Kite.Api.Models.AuthorizationV1;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;

namespace Kite.ApiServer.Authorization.Reviews;

/// <summary>Serves <c>selfsubjectaccessreviews</c>: may I do this (<c>kubectl auth can-i</c>)?</summary>
internal sealed class SelfSubjectAccessReviews(IAuthorizer authorizer) : ICreateOnlyResource
{
    public string Resource => "selfsubjectaccessreviews.authorization.k8s.io";

    public async ValueTask<JsonObject> CreateAsync(ApiRequest request, JsonObject value, CancellationToken cancellationToken)
    {
        var review = value.ToModel<SelfSubjectAccessReview>();
        var question = AccessQuestion.Of(SelfSubjectAccessReview.Resource, review.Metadata, request.User, review.Spec.ResourceAttributes, review.Spec.NonResourceAttributes, []);
        return (review with { Status = await authorizer.AnswerAsync(question, cancellationToken) }).ToNode();
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.AuthorizationV1;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;

namespace Kite.ApiServer.Authorization.Reviews;

/// <summary>Serves <c>subjectaccessreviews</c>: may that user do this?</summary>
internal sealed class SubjectAccessReviews(IAuthorizer authorizer) : ICreateOnlyResource
{
    public string Resource => "subjectaccessreviews.authorization.k8s.io";

    public ValueTask<JsonObject> CreateAsync(ApiRequest request, JsonObject value, CancellationToken cancellationToken)
    {
        var review = value.ToModel<SubjectAccessReview>();
        var question = Question(SubjectAccessReview.Resource, review.Spec);
        return new((review with { Status = authorizer.Answer(question) }).ToNode());
    }

    internal static AuthorizationAttributes Question(ApiResource resource, SubjectAccessReviewSpec spec)
    {
        var user = new UserInfo(spec.User ?? "", spec.Groups) { Uid = spec.Uid ?? "", Extra = spec.Extra };
        StatusCause[] problems = user.Name.Length == 0 && spec.Groups.Count == 0 ? [new("FieldValueRequired", "Required value: at least one of user or group must be specified", "spec.user")] : [];
        return AccessQuestion.Of(resource, user, spec.ResourceAttributes, spec.NonResourceAttributes, problems);
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.AuthorizationV1;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;
using ObjectMeta = Kite.Api.Models.MetaV1.ObjectMeta;

namespace Kite.ApiServer.Authorization.Reviews;

/// <summary>Serves <c>subjectaccessreviews</c>: may that user do this?</summary>
internal sealed class SubjectAccessReviews(IAuthorizer authorizer) : ICreateOnlyResource
{
    public string Resource => "subjectaccessreviews.authorization.k8s.io";

    public async ValueTask<JsonObject> CreateAsync(ApiRequest request, JsonObject value, CancellationToken cancellationToken)
    {
        var review = value.ToModel<SubjectAccessReview>();
        var question = Question(SubjectAccessReview.Resource, review.Metadata, review.Spec);
        return (review with { Status = await authorizer.AnswerAsync(question, cancellationToken) }).ToNode();
    }

    internal static AuthorizationAttributes Question(ApiResource resource, ObjectMeta metadata, SubjectAccessReviewSpec spec)
    {
        var user = new UserInfo(spec.User ?? "", spec.Groups) { Uid = spec.Uid ?? "", Extra = spec.Extra };
        StatusCause[] problems = user.Name.Length == 0 && spec.Groups.Count == 0 ? [new("FieldValueInvalid", "Invalid value: \"\": at least one of user or group must be specified", "spec.user")] : [];
        return AccessQuestion.Of(resource, metadata, user, spec.ResourceAttributes, spec.NonResourceAttributes, problems);
    }
}

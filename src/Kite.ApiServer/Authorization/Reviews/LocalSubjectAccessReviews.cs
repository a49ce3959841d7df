using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Models.AuthorizationV1;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;

namespace Kite.ApiServer.Authorization.Reviews;

/// <summary>Serves <c>localsubjectaccessreviews</c>: may that user do this in this namespace?</summary>
internal sealed class LocalSubjectAccessReviews(IAuthorizer authorizer) : ICreateOnlyResource
{
    public string Resource => "localsubjectaccessreviews.authorization.k8s.io";

    public ValueTask<JsonObject> CreateAsync(ApiRequest request, JsonObject value, CancellationToken cancellationToken)
    {
        var review = value.ToModel<LocalSubjectAccessReview>();
        var question = SubjectAccessReviews.Question(LocalSubjectAccessReview.Resource, review.Spec);
        if (!question.IsResourceRequest)
        {
            throw ApiErrors.Invalid(
                LocalSubjectAccessReview.Resource, "", [new("FieldValueInvalid", "Invalid value: disallowed on this kind of request", "spec.nonResourceAttributes")]);
        }
        if (question.Namespace != request.Info.Namespace) throw ApiErrors.BadRequest($"spec.resourceAttributes.namespace must match namespace: {request.Info.Namespace}");
        return new((review with { Status = authorizer.Answer(question) }).ToNode());
    }
}

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

    public async ValueTask<JsonObject> CreateAsync(ApiRequest request, JsonObject value, CancellationToken cancellationToken)
    {
        var review = value.ToModel<LocalSubjectAccessReview>();
        var @namespace = request.Info.Namespace;
        if (review.Metadata.Namespace.Length > 0 && review.Metadata.Namespace != @namespace) throw ApiErrors.BadRequest($"spec.resourceAttributes.namespace must match namespace: {@namespace}");
        var question = SubjectAccessReviews.Question(LocalSubjectAccessReview.Resource, review.Metadata, review.Spec);
        if (!question.IsResourceRequest) throw Invalid("Invalid value: disallowed on this kind of request", "spec.nonResourceAttributes");
        if (question.Namespace != @namespace) throw Invalid($"Invalid value: \"{question.Namespace}\": must match metadata.namespace", "spec.resourceAttributes.namespace");
        return (review with { Status = await authorizer.AnswerAsync(question, cancellationToken) }).ToNode();
    }

    private static ApiStatusException Invalid(string message, string field) => ApiErrors.Invalid(LocalSubjectAccessReview.Resource, "", [new("FieldValueInvalid", message, field)]);
}

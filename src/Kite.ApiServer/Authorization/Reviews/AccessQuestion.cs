using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.AuthorizationV1;
using Kite.ApiServer.Authentication;
using ObjectMeta = Kite.Api.Models.MetaV1.ObjectMeta;

namespace Kite.ApiServer.Authorization.Reviews;

/// <summary>What an access review asks, as the authorizer wants it.</summary>
internal static class AccessQuestion
{
    private const string Invalid = "FieldValueInvalid";

    /// <exception cref="ApiStatusException">It asks nothing, two things at once, or with selectors that say nothing.</exception>
    public static AuthorizationAttributes Of(ApiResource review, ObjectMeta metadata, UserInfo user, ResourceAttributes? resource, NonResourceAttributes? path, IEnumerable<StatusCause> problems)
    {
        var causes = problems.ToList();
        if (resource is not null && path is not null)
            causes.Add(new(Invalid, $"Invalid value: {{\"path\":\"{path.Path}\",\"verb\":\"{path.Verb}\"}}: cannot be specified in combination with resourceAttributes", "spec.nonResourceAttributes"));
        else if (resource is null && path is null)
            causes.Add(new(Invalid, "Invalid value: \"null\": exactly one of nonResourceAttributes or resourceAttributes must be specified", "spec.resourceAttributes"));
        if (resource is not null) causes.AddRange(SelectorChecks.Problems(resource));
        if (metadata with { Namespace = "", CreationTimestamp = null } != new ObjectMeta())
            causes.Add(new(Invalid, $"Invalid value: {{\"name\":\"{metadata.Name}\"}}: must be empty{(review.IsNamespaced ? " except for namespace" : "")}", "metadata"));
        if (causes.Count > 0) throw ApiErrors.Invalid(review, "", causes);
        return new()
        {
            User = user,
            Request = resource is null
                ? new() { IsResourceRequest = false, Path = path!.Path ?? "", Verb = path.Verb ?? "" }
                : new()
                {
                    IsResourceRequest = true,
                    Path = "",
                    Verb = resource.Verb ?? "",
                    Group = resource.Group ?? "",
                    Version = resource.Version ?? "",
                    Namespace = resource.Namespace ?? "",
                    Resource = resource.Resource ?? "",
                    Subresource = resource.Subresource ?? "",
                    Name = resource.Name ?? "",
                },
            FieldSelector = SelectorTexts.Of(resource?.FieldSelector),
            LabelSelector = SelectorTexts.Of(resource?.LabelSelector),
        };
    }

    public static async ValueTask<SubjectAccessReviewStatus> AnswerAsync(this IAuthorizer authorizer, AuthorizationAttributes question, CancellationToken cancellationToken)
    {
        var decision = await authorizer.AuthorizeAsync(question, cancellationToken);
        return new()
        {
            Allowed = decision.Allowed,
            Denied = decision.Denied ? true : null,
            Reason = decision.Reason.Length == 0 ? null : decision.Reason,
            EvaluationError = decision.Error.Length == 0 ? null : decision.Error,
        };
    }
}

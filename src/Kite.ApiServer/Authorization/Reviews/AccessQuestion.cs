using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.AuthorizationV1;
using Kite.ApiServer.Authentication;

namespace Kite.ApiServer.Authorization.Reviews;

/// <summary>What an access review asks, as the authorizer wants it.</summary>
internal static class AccessQuestion
{
    /// <exception cref="ApiStatusException">It asks nothing, or two things at once.</exception>
    public static AuthorizationAttributes Of(ApiResource review, UserInfo user, ResourceAttributes? resource, NonResourceAttributes? path, IEnumerable<StatusCause> problems)
    {
        var causes = problems.ToList();
        if (resource is not null && path is not null)
            causes.Add(new("FieldValueInvalid", "Invalid value: cannot be specified in combination with resourceAttributes", "spec.nonResourceAttributes"));
        else if (resource is null && path is null)
            causes.Add(new("FieldValueRequired", "Required value: exactly one of nonResourceAttributes or resourceAttributes must be specified", "spec.resourceAttributes"));
        if (causes.Count > 0) throw ApiErrors.Invalid(review, "", causes);
        if (path is not null) return new() { User = user, Verb = path.Verb ?? "", IsResourceRequest = false, Path = path.Path ?? "" };
        return new()
        {
            User = user,
            Verb = resource!.Verb ?? "",
            IsResourceRequest = true,
            Group = resource.Group ?? "",
            Version = resource.Version ?? "",
            Namespace = resource.Namespace ?? "",
            Resource = resource.Resource ?? "",
            Subresource = resource.Subresource ?? "",
            Name = resource.Name ?? "",
            FieldSelector = resource.FieldSelector?.RawSelector ?? "",
        };
    }

    public static SubjectAccessReviewStatus Answer(this IAuthorizer authorizer, AuthorizationAttributes question)
    {
        var decision = authorizer.Authorize(question);
        return new() { Allowed = decision.Allowed, Reason = decision.Reason.Length == 0 ? null : decision.Reason };
    }
}

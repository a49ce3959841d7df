using System.Text.Json.Nodes;
using Kite.Api.Models.AuthorizationV1;
using Kite.ApiServer.Authorization.Reviews;
using Kite.ApiServer.Registry;

namespace Kite.ApiServer.Authorization.Webhooks;

/// <summary>A question as a webhook reads it.</summary>
internal static class ReviewBody
{
    /// <summary>The spec of the SubjectAccessReview.</summary>
    public static JsonObject SpecOf(AuthorizationAttributes attributes)
    {
        var user = attributes.User;
        return new SubjectAccessReviewSpec
        {
            User = user.Name,
            Uid = user.Uid.Length == 0 ? null : user.Uid,
            Groups = user.Groups,
            Extra = user.Extra,
            ResourceAttributes = attributes.IsResourceRequest ? ResourceOf(attributes) : null,
            NonResourceAttributes = attributes.IsResourceRequest ? null : new() { Path = attributes.Path, Verb = attributes.Verb },
        }.ToNode();
    }

    private static ResourceAttributes ResourceOf(AuthorizationAttributes attributes) => new()
    {
        Namespace = OrNull(attributes.Namespace),
        Verb = attributes.Verb,
        Group = OrNull(attributes.Group),
        Version = OrNull(attributes.Request.Version),
        Resource = attributes.Resource,
        Subresource = OrNull(attributes.Subresource),
        Name = OrNull(attributes.Name),
        FieldSelector = SelectorTexts.Fields(attributes.FieldSelector),
        LabelSelector = SelectorTexts.Labels(attributes.LabelSelector),
    };

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}

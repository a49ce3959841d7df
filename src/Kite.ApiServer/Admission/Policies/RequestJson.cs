using System.Text.Json.Nodes;
using Kite.Api.Meta;
using Kite.ApiServer.Admission.Matching;
using Kite.ApiServer.Authentication;

namespace Kite.ApiServer.Admission.Policies;

/// <summary>The variable <c>request</c> of expressions.</summary>
internal static class RequestJson
{
    /// <summary>A request as expressions see it.</summary>
    public static JsonObject Of(AdmissionRequest request, MatchedResource match)
    {
        var json = new JsonObject
        {
            ["uid"] = "",
            ["kind"] = Of(match.Kind),
            ["resource"] = Of(match.Resource),
            ["requestKind"] = Of(request.Kind),
            ["requestResource"] = Of(request.Resource),
            ["operation"] = ResourceRule.NameOf(request.Operation),
            ["userInfo"] = Of(request.User),
            ["dryRun"] = request.IsDryRun,
            ["options"] = request.Options?.Invoke(),
        };
        foreach (var (field, text) in new[] { ("subResource", request.Subresource), ("requestSubResource", request.Subresource), ("name", request.Name), ("namespace", RequestLabels.NamespaceOf(request)) })
        {
            if (text.Length > 0) json[field] = text;
        }
        return json;
    }

    private static JsonObject Of(GroupVersionKind kind) => new() { ["group"] = kind.Group, ["version"] = kind.Version, ["kind"] = kind.Kind };

    private static JsonObject Of(ApiResource resource) => new() { ["group"] = resource.Group, ["version"] = resource.Version, ["resource"] = resource.Plural };

    private static JsonObject Of(UserInfo user)
    {
        var json = new JsonObject { ["username"] = user.Name };
        if (user.Uid.Length > 0) json["uid"] = user.Uid;
        if (user.Groups.Count > 0) json["groups"] = Texts(user.Groups);
        if (user.Extra.Count > 0) json["extra"] = new JsonObject(user.Extra.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Texts(pair.Value))));
        return json;
    }

    private static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}

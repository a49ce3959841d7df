using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Security;

/// <summary>What a request does, in the API's terms: a verb on subresources of the node, any of which is enough.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Subresources">The subresources, the finest first.</param>
internal sealed record RequestedAccess(string Verb, IReadOnlyList<string> Subresources)
{
    /// <summary>Reads a request.</summary>
    /// <remarks><see href="https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/#fine-grained-authorization"/></remarks>
    public static RequestedAccess Of(HttpRequest request, IReadOnlyList<string> segments)
    {
        var verb = request.Method.ToUpperInvariant() switch
        {
            "POST" => "create",
            "PUT" => "update",
            "PATCH" => "patch",
            "DELETE" => "delete",
            _ => "get",
        };
        return new RequestedAccess(verb, (segments.Count == 0 ? "" : segments[0]) switch
        {
            "stats" => ["stats"],
            "metrics" => ["metrics"],
            "logs" => ["log"],
            "checkpoint" => ["checkpoint"],
            "pods" or "runningpods" => ["pods", "proxy"],
            "healthz" => ["healthz", "proxy"],
            "configz" => ["configz", "proxy"],
            _ => ["proxy"],
        });
    }
}

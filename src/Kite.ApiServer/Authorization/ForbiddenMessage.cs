using Kite.Api.Errors;

namespace Kite.ApiServer.Authorization;

/// <summary>Says in kube-apiserver's words what a user may not do.</summary>
internal static class ForbiddenMessage
{
    /// <summary>The failure of a refused request.</summary>
    public static ApiStatusException Exception(AuthorizationAttributes attributes, AuthorizationDecision decision)
    {
        var why = decision.Reason.Length == 0 ? Text(attributes) : $"{Text(attributes)}: {decision.Reason}";
        var resource = attributes.Group.Length == 0 ? attributes.Resource : $"{attributes.Resource}.{attributes.Group}";
        var about = attributes.Name.Length == 0 ? resource : $"{resource} \"{attributes.Name}\"";
        var message = about.Length == 0 ? $"forbidden: {why}" : $"{about} is forbidden: {why}";
        return new(StatusReason.Forbidden, message, new StatusDetails { Name = attributes.Name, Group = attributes.Group, Kind = attributes.Resource });
    }

    /// <summary><c>User "x" cannot list resource "pods" in API group "" in the namespace "default"</c>.</summary>
    public static string Text(AuthorizationAttributes attributes)
    {
        var user = attributes.User.Name;
        if (!attributes.IsResourceRequest) return $"User \"{user}\" cannot {attributes.Verb} path \"{attributes.Path}\"";
        var resource = attributes.Subresource.Length == 0 ? attributes.Resource : $"{attributes.Resource}/{attributes.Subresource}";
        var place = attributes.Namespace.Length == 0 ? "at the cluster scope" : $"in the namespace \"{attributes.Namespace}\"";
        return $"User \"{user}\" cannot {attributes.Verb} resource \"{resource}\" in API group \"{attributes.Group}\" {place}";
    }
}

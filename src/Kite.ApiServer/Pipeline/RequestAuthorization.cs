using Kite.Api.Errors;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authorization;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Pipeline;

/// <summary>Lets a request pass only if its user may do what it asks.</summary>
internal sealed class RequestAuthorization(IAuthorizer authorizer)
{
    /// <summary>Checks a request.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="info">What is asked for.</param>
    /// <param name="query">Its parameters; a list or watch whose field selector demands one name counts as that object's.</param>
    /// <exception cref="ApiStatusException">It isn't allowed (<c>Forbidden</c>).</exception>
    public void Check(UserInfo user, RequestInfo info, RequestQuery query)
    {
        var attributes = new AuthorizationAttributes
        {
            User = user,
            Verb = info.Verb,
            IsResourceRequest = info.IsResourceRequest,
            Group = info.Group,
            Version = info.Version,
            Namespace = info.Namespace,
            Resource = info.Resource,
            Subresource = info.Subresource,
            Name = info.Name.Length == 0 && (info.Verb is "list" or "watch") ? NameIn(query["fieldSelector"]) : info.Name,
            Path = info.Path,
            FieldSelector = query["fieldSelector"],
        };
        var decision = authorizer.Authorize(attributes);
        if (!decision.Allowed) throw ForbiddenMessage.Exception(attributes, decision);
    }

    /// <summary>The user whom an authorized user acts as, by the <c>Impersonate-*</c> headers; the user itself without them.</summary>
    public UserInfo Impersonate(HttpRequest request, UserInfo user)
    {
        var headers = request.Headers;
        if (!headers.TryGetValue("Impersonate-User", out var name))
        {
            return headers.ContainsKey("Impersonate-Group") || headers.ContainsKey("Impersonate-Uid")
                ? throw ApiErrors.BadRequest("requested impersonation without impersonating a user")
                : user;
        }
        var target = new UserInfo(name.ToString(), GroupsOf(headers, name.ToString())) { Uid = headers["Impersonate-Uid"].ToString(), Extra = ExtraOf(headers) };
        CheckName(user, target.Name);
        foreach (var group in headers["Impersonate-Group"]) CheckImpersonation(user, "", "groups", "", group!, "");
        if (target.Uid.Length > 0) CheckImpersonation(user, "authentication.k8s.io", "uids", "", target.Uid, "");
        foreach (var (key, values) in target.Extra)
        {
            foreach (var value in values) CheckImpersonation(user, "authentication.k8s.io", "userextras", "", value, key);
        }
        return target;
    }

    private static List<string> GroupsOf(IHeaderDictionary headers, string name)
    {
        var groups = headers["Impersonate-Group"].OfType<string>().ToList();
        if (groups.Count == 0 && name.Split(':') is ["system", "serviceaccount", var @namespace, _]) groups.AddRange(["system:serviceaccounts", $"system:serviceaccounts:{@namespace}"]);
        var own = name == UserInfo.Anonymous.Name ? "system:unauthenticated" : "system:authenticated";
        if (!groups.Contains(own)) groups.Add(own);
        return groups;
    }

    private static Dictionary<string, IReadOnlyList<string>> ExtraOf(IHeaderDictionary headers)
    {
        const string Prefix = "Impersonate-Extra-";
        var extra = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (header, values) in headers)
        {
            if (header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) extra[Uri.UnescapeDataString(header[Prefix.Length..].ToLowerInvariant())] = [.. values.OfType<string>()];
        }
        return extra;
    }

    private void CheckName(UserInfo user, string name)
    {
        if (name.Split(':') is ["system", "serviceaccount", var @namespace, var account]) CheckImpersonation(user, "", "serviceaccounts", @namespace, account, "");
        else CheckImpersonation(user, "", "users", "", name, "");
    }

    private void CheckImpersonation(UserInfo user, string group, string resource, string @namespace, string name, string subresource) => Check(user, new RequestInfo
    {
        IsResourceRequest = true,
        Path = "",
        Verb = "impersonate",
        Group = group,
        Version = "v1",
        Namespace = @namespace,
        Resource = resource,
        Subresource = subresource,
        Name = name,
    }, RequestQuery.Empty);

    private static string NameIn(string fieldSelector) => FieldSelectorTerms.Exact(fieldSelector, "metadata.name");
}

using Kite.Api.Errors;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authentication.ServiceAccounts;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Pipeline;

/// <summary>Lets an authorized user act as another, by the <c>Impersonate-*</c> headers.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation"/></remarks>
internal sealed class Impersonation(RequestAuthorization authorization)
{
    private const string Prefix = "Impersonate-";
    private const string UserHeader = "Impersonate-User";
    private const string GroupHeader = "Impersonate-Group";
    private const string UidHeader = "Impersonate-Uid";
    private const string ExtraPrefix = "Impersonate-Extra-";
    private const string AuthenticationGroup = "authentication.k8s.io";

    /// <summary>Who is acted as; the user itself without such headers. The headers are gone afterwards: whoever the request is passed on to must not act on them again.</summary>
    /// <exception cref="ApiStatusException">The user may not act as who is named (<c>Forbidden</c>), or nobody is named.</exception>
    public ValueTask<UserInfo> ApplyAsync(HttpRequest request, UserInfo user, CancellationToken cancellationToken)
    {
        foreach (var header in request.Headers)
        {
            if (header.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return ImpersonateAsync(request.Headers, user, cancellationToken);
        }
        return new(user);
    }

    private static List<string> GroupsOf(IHeaderDictionary headers, string name)
    {
        var groups = headers[GroupHeader].OfType<string>().ToList();
        if (groups.Count == 0 && ServiceAccountUser.Split(name) is { } account) groups.AddRange([UserGroups.ServiceAccounts, $"{UserGroups.ServiceAccounts}:{account.Namespace}"]);
        // An anonymous user is never authenticated; anyone else is, unless the groups say something about it themselves.
        if (name == UserInfo.Anonymous.Name) return groups.Contains(UserGroups.Unauthenticated) ? groups : [.. groups, UserGroups.Unauthenticated];
        return groups.Contains(UserGroups.Authenticated) || groups.Contains(UserGroups.Unauthenticated) ? groups : [.. groups, UserGroups.Authenticated];
    }

    private static Dictionary<string, IReadOnlyList<string>> ExtraOf(IHeaderDictionary headers)
    {
        var extra = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (header, values) in headers)
        {
            if (header.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase)) extra[Uri.UnescapeDataString(header[ExtraPrefix.Length..].ToLowerInvariant())] = [.. values.OfType<string>()];
        }
        return extra;
    }

    private async ValueTask<UserInfo> ImpersonateAsync(IHeaderDictionary headers, UserInfo user, CancellationToken cancellationToken)
    {
        var (name, uid, extra) = (headers[UserHeader].ToString(), headers[UidHeader].ToString(), ExtraOf(headers));
        var asked = headers[GroupHeader].OfType<string>().ToArray();
        if (name.Length == 0)
        {
            return asked.Length > 0 || uid.Length > 0 || extra.Count > 0
                ? throw ApiErrors.BadRequest("requested impersonation without impersonating a user")
                : user;
        }
        var target = new UserInfo(name, GroupsOf(headers, name)) { Uid = uid, Extra = extra };
        if (ServiceAccountUser.Split(name) is { } account) await CheckAsync(user, "", "serviceaccounts", account.Namespace, account.Name, "", cancellationToken);
        else await CheckAsync(user, "", "users", "", name, "", cancellationToken);
        foreach (var group in asked) await CheckAsync(user, "", "groups", "", group, "", cancellationToken);
        foreach (var (key, values) in extra)
        {
            foreach (var value in values) await CheckAsync(user, AuthenticationGroup, "userextras", "", value, key, cancellationToken);
        }
        if (uid.Length > 0) await CheckAsync(user, AuthenticationGroup, "uids", "", uid, "", cancellationToken);
        foreach (var header in headers.Keys.Where(key => key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)).ToArray()) headers.Remove(header);
        return target;
    }

    private ValueTask CheckAsync(UserInfo user, string group, string resource, string @namespace, string name, string subresource, CancellationToken cancellationToken) => authorization.CheckAsync(
        user,
        new RequestInfo
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
        },
        RequestQuery.Empty,
        cancellationToken);
}

using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authorization;

namespace Kite.UnitTests.ApiServer.Authorization;

/// <summary>Questions to an authorizer in one line: <c>get pods/log in ns/name</c>, <c>list deployments.apps in ns</c>, <c>get /healthz</c>.</summary>
internal static class Requests
{
    public static AuthorizationAttributes By(string user, string request, params string[] groups)
    {
        var words = request.Split(' ');
        var who = new UserInfo(user, groups);
        if (words[1].StartsWith('/')) return new() { User = who, Request = new() { Verb = words[0], IsResourceRequest = false, Path = words[1] } };
        var slash = words[1].IndexOf('/');
        var plural = slash < 0 ? words[1] : words[1][..slash];
        var dot = plural.IndexOf('.');
        var place = words.Length > 3 ? words[3].Split('/') : ["", ""];
        return new()
        {
            User = who,
            Request = new()
            {
                Verb = words[0],
                IsResourceRequest = true,
                Path = "",
                Resource = dot < 0 ? plural : plural[..dot],
                Group = dot < 0 ? "" : plural[(dot + 1)..],
                Version = "v1",
                Subresource = slash < 0 ? "" : words[1][(slash + 1)..],
                Namespace = place[0],
                Name = place.Length > 1 ? place[1] : "",
            },
            FieldSelector = words.Length > 5 ? words[5] : "",
        };
    }
}

using System.Net.Http.Headers;
using Kite.ApiServer.Authentication;

namespace Kite.ApiServer.Aggregation;

/// <summary>The headers in which a front proxy says on whose behalf it asks.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#authenticating-proxy"/></remarks>
internal static class FrontProxyHeaders
{
    public const string User = "X-Remote-User";
    public const string Uid = "X-Remote-Uid";
    public const string Group = "X-Remote-Group";
    public const string ExtraPrefix = "X-Remote-Extra-";

    /// <summary>Says who asks, in place of whatever was said before.</summary>
    public static void Set(HttpRequestHeaders headers, UserInfo user)
    {
        foreach (var name in headers.Select(header => header.Key).Where(name => name.StartsWith("X-Remote-", StringComparison.OrdinalIgnoreCase)).ToArray()) headers.Remove(name);
        headers.TryAddWithoutValidation(User, user.Name);
        if (user.Uid.Length > 0) headers.TryAddWithoutValidation(Uid, user.Uid);
        RepeatedHeaders.Add(headers, Group, user.Groups);
        foreach (var (key, values) in user.Extra) RepeatedHeaders.Add(headers, ExtraPrefix + Uri.EscapeDataString(key.ToLowerInvariant()), values);
    }
}

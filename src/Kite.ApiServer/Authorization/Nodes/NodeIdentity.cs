using Kite.ApiServer.Authentication;

namespace Kite.ApiServer.Authorization.Nodes;

/// <summary>Recognizes kubelets.</summary>
internal static class NodeIdentity
{
    public const string UserPrefix = "system:node:";

    /// <summary>The node's name where the user is a node (<c>system:node:name</c> in <c>system:nodes</c>), else null.</summary>
    public static string? Of(UserInfo user) =>
        user.Name.StartsWith(UserPrefix, StringComparison.Ordinal) && user.Name.Length > UserPrefix.Length && user.Groups.Contains(UserGroups.Nodes) ? user.Name[UserPrefix.Length..] : null;
}

namespace Kite.ApiServer.Authentication;

/// <summary>The names of groups and users that the system itself gives.</summary>
internal static class UserGroups
{
    public const string Authenticated = "system:authenticated";
    public const string Unauthenticated = "system:unauthenticated";
    public const string Masters = "system:masters";
    public const string Nodes = "system:nodes";
    public const string ServiceAccounts = "system:serviceaccounts";
    public const string Bootstrappers = "system:bootstrappers";

    /// <summary>The user as a member of <c>system:authenticated</c>.</summary>
    public static UserInfo WithAuthenticated(this UserInfo user) =>
        user.Groups.Contains(Authenticated) ? user : user with { Groups = [.. user.Groups, Authenticated] };
}

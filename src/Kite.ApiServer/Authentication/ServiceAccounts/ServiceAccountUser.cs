namespace Kite.ApiServer.Authentication.ServiceAccounts;

/// <summary>Service accounts as users.</summary>
internal static class ServiceAccountUser
{
    public const string Prefix = "system:serviceaccount:";

    public static string Name(string @namespace, string name) => $"{Prefix}{@namespace}:{name}";

    /// <summary>The namespace and name of the service account that a user is; null for other users.</summary>
    public static (string Namespace, string Name)? Split(string user) =>
        user.StartsWith(Prefix, StringComparison.Ordinal) && user[Prefix.Length..].Split(':') is [{ Length: > 0 } @namespace, { Length: > 0 } name] ? (@namespace, name) : null;

    public static UserInfo Of(string @namespace, string name, string uid) =>
        new(Name(@namespace, name), [UserGroups.ServiceAccounts, $"{UserGroups.ServiceAccounts}:{@namespace}"]) { Uid = uid };
}

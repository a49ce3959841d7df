namespace Kite.ApiServer.Authentication.ServiceAccounts;

/// <summary>Service accounts as users.</summary>
internal static class ServiceAccountUser
{
    public const string Prefix = "system:serviceaccount:";

    public static string Name(string @namespace, string name) => $"{Prefix}{@namespace}:{name}";

    public static UserInfo Of(string @namespace, string name, string uid) =>
        new(Name(@namespace, name), [UserGroups.ServiceAccounts, $"{UserGroups.ServiceAccounts}:{@namespace}"]) { Uid = uid };
}

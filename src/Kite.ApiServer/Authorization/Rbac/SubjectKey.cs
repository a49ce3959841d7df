using Kite.Api.Models.RbacV1;
using Kite.ApiServer.Authentication.ServiceAccounts;

namespace Kite.ApiServer.Authorization.Rbac;

/// <summary>Whom a binding names: a user or a group; a service account is its user.</summary>
internal readonly record struct SubjectKey(bool IsGroup, string Name)
{
    public static SubjectKey? Of(Subject subject, string bindingNamespace) => subject.Kind switch
    {
        "User" => new(false, subject.Name),
        "Group" => new(true, subject.Name),
        "ServiceAccount" when NamespaceOf(subject, bindingNamespace) is { Length: > 0 } @namespace => new(false, ServiceAccountUser.Name(@namespace, subject.Name)),
        _ => null,
    };

    private static string NamespaceOf(Subject subject, string bindingNamespace) => string.IsNullOrEmpty(subject.Namespace) ? bindingNamespace : subject.Namespace;
}

using Kite.Api.Models.RbacV1;

namespace Kite.ApiServer.Authorization.Rbac;

/// <summary>Rules that a binding gives to a subject.</summary>
/// <param name="Rules">The role's rules.</param>
/// <param name="Reason">Which binding of which role to whom, as an access review says it.</param>
internal sealed record Grant(IReadOnlyList<PolicyRule> Rules, string Reason);

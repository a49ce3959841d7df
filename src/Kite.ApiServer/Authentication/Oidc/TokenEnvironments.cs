using Kite.Api.Cel;
using Kite.Api.Cel.Libraries;
using Kite.Api.Cel.Schemas;
using Kite.Api.Cel.Types;

namespace Kite.ApiServer.Authentication.Oidc;

/// <summary>What the expressions about tokens may use.</summary>
internal static class TokenEnvironments
{
    private static readonly CelType Texts = CelType.ListOf(CelType.String);

    /// <summary>The variable <c>claims</c>.</summary>
    public static CelEnvironment Claims { get; } = new(new() { Functions = KubernetesLibraries.Shared, Variables = [new("claims", CelType.MapOf(CelType.String, CelType.Dyn))] });

    /// <summary>The variable <c>user</c>.</summary>
    public static CelEnvironment User { get; } = CreateUser();

    /// <summary>Demands a truth.</summary>
    public static string? Bool(CelType type) => type.IsExactly(CelType.Bool) ? null : "must evaluate to bool";

    private static CelEnvironment CreateUser()
    {
        var types = new DeclaredTypes();
        var user = types.Add("kubernetes.UserInfo", ("username", CelType.String), ("uid", CelType.String), ("groups", Texts), ("extra", CelType.MapOf(CelType.String, Texts)));
        return new(new() { Functions = KubernetesLibraries.Shared, Types = types, Variables = [new("user", user)] });
    }
}

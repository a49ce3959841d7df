using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Libraries.Authorization;

/// <summary>The variables <c>authorizer</c> and <c>authorizer.requestResource</c>, and what becomes of them while a question is put together. Values are equal only to themselves.</summary>
public sealed class AuthorizationValue : CelObject
{
    private AuthorizationValue(CelType type, ICelAuthorizer authorizer, CelAuthorizationCheck check) => (RuntimeType, Authorizer, Check) = (type, authorizer, check);

    /// <summary>The type of <c>authorizer</c>.</summary>
    public static CelType AuthorizerType { get; } = CelType.Object("kubernetes.authorization.Authorizer");

    /// <summary>The type of <c>authorizer.requestResource</c>.</summary>
    public static CelType ResourceCheckType { get; } = CelType.Object("kubernetes.authorization.ResourceCheck");

    /// <inheritdoc/>
    public override CelType RuntimeType { get; }

    internal static CelType PathCheckType { get; } = CelType.Object("kubernetes.authorization.PathCheck");

    internal static CelType GroupCheckType { get; } = CelType.Object("kubernetes.authorization.GroupCheck");

    /// <summary>Who decides.</summary>
    internal ICelAuthorizer Authorizer { get; }

    /// <summary>What is known of the question.</summary>
    internal CelAuthorizationCheck Check { get; }

    /// <summary>The variable <c>authorizer</c>.</summary>
    public static AuthorizationValue ForRequester(ICelAuthorizer authorizer) => new(AuthorizerType, authorizer, new CelAuthorizationCheck());

    /// <summary>The variable <c>authorizer.requestResource</c>: a question about the resource of the request, without a verb.</summary>
    public static AuthorizationValue ForResource(ICelAuthorizer authorizer, CelAuthorizationCheck resource) => new(ResourceCheckType, authorizer, resource);

    internal CelValue With(CelType type, CelAuthorizationCheck check) => CelValue.Of(new AuthorizationValue(type, Authorizer, check));
}

using Kite.ApiServer.Authentication.Webhooks;

namespace Kite.ApiServer;

/// <summary>The configuration files of authentication and authorization.</summary>
public sealed record ApiServerSecurityOptions
{
    /// <summary>An <c>AuthenticationConfiguration</c>; null for none.</summary>
    public string? AuthenticationConfigFile { get; init; }

    /// <summary>An <c>AuthorizationConfiguration</c>; null for Node and RBAC.</summary>
    public string? AuthorizationConfigFile { get; init; }

    /// <summary>Where tokens that nobody here knows are reviewed.</summary>
    public TokenWebhookOptions TokenWebhook { get; init; } = new();
}

using Kite.ApiServer.Authorization.Nodes;
using Kite.ApiServer.Authorization.Rbac;
using Kite.ApiServer.Configuration;
using Kite.ApiServer.Webhooks;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Authorization.Webhooks;

/// <summary>Puts the authorizers of a configuration file in force (<c>--authorization-config</c>).</summary>
internal sealed class AuthorizationConfiguration(
    ConfiguredFile file,
    AuthorizerChain chain,
    NodeAuthorizer nodes,
    RbacAuthorizer rbac,
    WebhookClient client,
    TimeProvider time,
    ILogger<WebhookAuthorizer> logger) : IReloadable
{
    /// <inheritdoc/>
    public string? Path => file.Path;

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<byte> content)
    {
        var setups = ConfigurationFile.Parse(file.Path!, content, "AuthorizationConfiguration", AuthorizationConfigurationReader.Read);
        chain.Configure(setups.Select(Create));
    }

    private IAuthorizer Create(AuthorizerSetup setup) => setup switch
    {
        { Webhook: { } options } => new WebhookAuthorizer(options, client, time, logger),
        { Type: "Node" } => nodes,
        _ => rbac,
    };
}

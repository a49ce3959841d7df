namespace Kite.ApiServer.Authorization.Webhooks;

/// <summary>One authorizer of the configuration: <c>Node</c>, <c>RBAC</c>, or a webhook.</summary>
internal sealed record AuthorizerSetup(string Type, WebhookAuthorizerOptions? Webhook);

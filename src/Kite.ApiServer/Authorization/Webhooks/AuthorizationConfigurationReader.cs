using Kite.ApiServer.Configuration;
using Kite.ApiServer.Webhooks;

namespace Kite.ApiServer.Authorization.Webhooks;

/// <summary>Reads an <c>AuthorizationConfiguration</c>.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/#using-configuration-file-for-authorization"/></remarks>
internal static class AuthorizationConfigurationReader
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(30);

    /// <exception cref="ConfigurationException">A kubeconfig that it names can't be used; anything else is told to the node.</exception>
    public static IReadOnlyList<AuthorizerSetup> Read(ConfigurationNode root)
    {
        var authorizers = root.Only("apiVersion", "kind", "authorizers").Objects("authorizers");
        if (authorizers.Count == 0) root.Problem("authorizers", "Required value: at least one authorization mode must be defined");
        var seen = new HashSet<string>();
        return [.. authorizers.Select(authorizer => ReadAuthorizer(authorizer, seen))];
    }

    private static AuthorizerSetup ReadAuthorizer(ConfigurationNode node, HashSet<string> seen)
    {
        var (type, name) = (node.Only("type", "name", "webhook").Required("type"), node.Required("name"));
        if (type is not ("" or "Node" or "RBAC" or "Webhook")) node.Problem("type", $"Unsupported value: \"{type}\": supported values: \"Node\", \"RBAC\", \"Webhook\"");
        if (type is "Node" or "RBAC" && !seen.Add("type " + type)) node.Problem("type", $"Duplicate value: \"{type}\"");
        if (name.Length > 0 && !seen.Add("name " + name)) node.Problem("name", $"Duplicate value: \"{name}\"");
        var webhook = node.Object("webhook");
        if (type == "Webhook" && webhook is null) node.Problem("webhook", "Required value: required when type=Webhook");
        if (type != "Webhook" && webhook is not null) node.Problem("webhook", "Invalid value: may only be specified when type=Webhook");
        return new(type, webhook is null ? null : ReadWebhook(webhook, name));
    }

    private static WebhookAuthorizerOptions? ReadWebhook(ConfigurationNode node, string name)
    {
        node.Only(
            "timeout", "authorizedTTL", "cacheAuthorizedRequests", "unauthorizedTTL", "cacheUnauthorizedRequests", "subjectAccessReviewVersion", "matchConditionSubjectAccessReviewVersion", "failurePolicy", "connectionInfo", "matchConditions");
        if (node.Required("timeout").Length > 0 && node.Duration("timeout", TimeSpan.Zero) is var given && (given <= TimeSpan.Zero || given > LongestTimeout))
            node.Invalid("timeout", node.Text("timeout"), given <= TimeSpan.Zero ? "must be > 0s" : "must be <= 30s");
        if (node.Required("subjectAccessReviewVersion") is not ("" or "v1" or "v1beta1") and var version) node.Problem("subjectAccessReviewVersion", $"Unsupported value: \"{version}\": supported values: \"v1\", \"v1beta1\"");
        if (node.Required("failurePolicy") is not ("" or "NoOpinion" or "Deny") and var policy) node.Problem("failurePolicy", $"Unsupported value: \"{policy}\": supported values: \"Deny\", \"NoOpinion\"");
        if (node.Text("matchConditionSubjectAccessReviewVersion") is not ("" or "v1") and var matched) node.Problem("matchConditionSubjectAccessReviewVersion", $"Unsupported value: \"{matched}\": supported values: \"v1\"");
        else if (!node.Has("matchConditionSubjectAccessReviewVersion") && node.Objects("matchConditions").Count > 0) node.Problem("matchConditionSubjectAccessReviewVersion", "Required value: required if match conditions are specified");
        var conditions = WebhookConditions.Read(node);
        return ReadAddress(node) is not { } address
            ? null
            : new()
            {
                Name = name,
                Address = address,
                Timeout = node.Duration("timeout", LongestTimeout),
                Version = node.Text("subjectAccessReviewVersion"),
                AuthorizedTtl = Ttl(node, "cacheAuthorizedRequests", "authorizedTTL", TimeSpan.FromMinutes(5)),
                UnauthorizedTtl = Ttl(node, "cacheUnauthorizedRequests", "unauthorizedTTL", TimeSpan.FromSeconds(30)),
                DeniesOnFailure = node.Text("failurePolicy") == "Deny",
                Conditions = conditions,
            };
    }

    private static TimeSpan Ttl(ConfigurationNode node, string @switch, string field, TimeSpan absent)
    {
        var ttl = node.Duration(field, absent);
        if (ttl <= TimeSpan.Zero) node.Invalid(field, node.Text(field), "must be > 0s");
        return node.Flag(@switch, absent: true) ? ttl : TimeSpan.Zero;
    }

    private static WebhookAddress? ReadAddress(ConfigurationNode node)
    {
        if (node.Object("connectionInfo") is not { } connection)
        {
            node.Problem("connectionInfo", "Required value");
            return null;
        }
        if (connection.Only("type", "kubeConfigFile").Required("type") is not ("" or "KubeConfigFile") and var type)
            connection.Problem("type", $"Unsupported value: \"{type}\": supported values: \"KubeConfigFile\"");
        var file = connection.Required("kubeConfigFile");
        if (file.Length == 0) return null;
        if (Path.IsPathRooted(file)) return WebhookFiles.Read(file);
        connection.Invalid("kubeConfigFile", file, "must be an absolute path");
        return null;
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Defaulting;

/// <summary>Defaults of webhook configurations, admission policies and their bindings.</summary>
internal static class AdmissionDefaults
{
    private const long HttpsPort = 443;
    private const long TimeoutSeconds = 10;

    /// <summary>One webhook of a configuration.</summary>
    internal static void Webhook(JsonObject webhook, bool isMutating)
    {
        webhook.Object("clientConfig").Object("service")?.DefaultTo("port", HttpsPort);
        webhook.DefaultTo("failurePolicy", "Fail");
        Match(webhook);
        webhook.DefaultTo("timeoutSeconds", TimeoutSeconds);
        if (isMutating) webhook.DefaultTo("reinvocationPolicy", "Never");
        Scope(webhook, "rules");
    }

    /// <summary>What a policy or binding is about.</summary>
    internal static void MatchResources(JsonObject? match)
    {
        if (match is null) return;
        Match(match);
        Scope(match, "resourceRules");
        Scope(match, "excludeResourceRules");
    }

    private static void Match(JsonObject value)
    {
        value.DefaultTo("matchPolicy", "Equivalent");
        foreach (var selector in (ReadOnlySpan<string>)["namespaceSelector", "objectSelector"])
        {
            if (!value.ContainsKey(selector)) value[selector] = new JsonObject();
        }
    }

    private static void Scope(JsonObject holder, string rules)
    {
        foreach (var rule in holder.Objects(rules)) rule.DefaultTo("scope", "*");
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Admission;
using Kite.Api.Admission.Policies;
using Kite.Api.Kinds;
using Kite.Api.Selectors;
using Kite.ApiServer.Admission.Matching;
using Kite.ApiServer.Webhooks;

namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>A webhook of a configuration, read once per change.</summary>
internal sealed class RegisteredWebhook
{
    private static readonly string[] KnownReviews = ["v1", "v1beta1"];

    private readonly WebhookAddress? address;
    private readonly WebhookCallException? unusable;

    /// <summary>Reads a webhook.</summary>
    public RegisteredWebhook(string configuration, JsonObject webhook)
    {
        Configuration = configuration;
        Name = webhook.Text("name");
        Id = $"{configuration}/{Name}";
        Rules = [.. webhook.Objects("rules").Select(rule => new ResourceRule(rule))];
        IsEquivalent = webhook.Text("matchPolicy") != "Exact";
        NamespaceSelector = SelectorOf(webhook, "namespaceSelector");
        ObjectSelector = SelectorOf(webhook, "objectSelector");
        Conditions = MatchConditions.Compile(webhook, new ExpressionCompiler(hasParams: false, isMutating: false));
        IgnoresFailures = webhook.Text("failurePolicy") == "Ignore";
        AllowsDryRun = webhook.Text("sideEffects") is "None" or "NoneOnDryRun";
        IsReinvocable = webhook.Text("reinvocationPolicy") == "IfNeeded";
        Timeout = TimeSpan.FromSeconds(webhook.Integer("timeoutSeconds") ?? 10);
        ReviewVersion = webhook.Texts("admissionReviewVersions").FirstOrDefault(KnownReviews.Contains);
        try
        {
            address = WebhookAddress.Of(webhook.Object("clientConfig"));
        }
        catch (WebhookCallException e)
        {
            unusable = e;
        }
    }

    /// <summary>The name of the configuration that it is part of.</summary>
    public string Configuration { get; }

    /// <summary>The name, such as <c>check.example.com</c>.</summary>
    public string Name { get; }

    /// <summary>What tells it from all others: the configuration's name and its own.</summary>
    public string Id { get; }

    /// <summary>What it is about.</summary>
    public IReadOnlyList<ResourceRule> Rules { get; }

    /// <summary>True where its rules are meant for all versions of a resource.</summary>
    public bool IsEquivalent { get; }

    /// <summary>The namespaces it is about.</summary>
    public LabelSelector NamespaceSelector { get; }

    /// <summary>The objects it is about.</summary>
    public LabelSelector ObjectSelector { get; }

    /// <summary>The conditions on which it is asked.</summary>
    public MatchConditions Conditions { get; }

    /// <summary>True where a request goes on without it.</summary>
    public bool IgnoresFailures { get; }

    /// <summary>True where it may be asked of writes that aren't made.</summary>
    public bool AllowsDryRun { get; }

    /// <summary>True where it wants to see objects again that others change after it.</summary>
    public bool IsReinvocable { get; }

    /// <summary>How long it may take.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The version of reviews that it is sent; null where it knows none of the server's.</summary>
    public string? ReviewVersion { get; }

    /// <summary>Where it is called.</summary>
    /// <exception cref="WebhookCallException">It can't be.</exception>
    public WebhookAddress Address => address ?? throw new WebhookCallException(unusable!.Message, innerException: unusable);

    private static LabelSelector SelectorOf(JsonObject webhook, string field) => webhook.Object(field) is { } selector ? LabelSelector.Of(selector) : LabelSelector.Everything;
}

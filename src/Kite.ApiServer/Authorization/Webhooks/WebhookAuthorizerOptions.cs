using Kite.ApiServer.Webhooks;

namespace Kite.ApiServer.Authorization.Webhooks;

/// <summary>How a webhook is asked whether somebody may do something.</summary>
internal sealed record WebhookAuthorizerOptions
{
    public required string Name { get; init; }

    public required WebhookAddress Address { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>The version of <c>authorization.k8s.io</c> that it is asked in.</summary>
    public required string Version { get; init; }

    /// <summary>For how long a yes is kept; zero for not at all.</summary>
    public required TimeSpan AuthorizedTtl { get; init; }

    /// <summary>For how long a no is kept; zero for not at all.</summary>
    public required TimeSpan UnauthorizedTtl { get; init; }

    /// <summary>True where a webhook that gives no answer means no; false where the next authorizer is asked.</summary>
    public required bool DeniesOnFailure { get; init; }

    /// <summary>What it is asked.</summary>
    public WebhookConditions Conditions { get; init; } = WebhookConditions.None;
}

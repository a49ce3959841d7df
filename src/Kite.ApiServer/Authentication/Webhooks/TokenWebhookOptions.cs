namespace Kite.ApiServer.Authentication.Webhooks;

/// <summary>Where tokens that nobody here knows are reviewed.</summary>
public sealed record TokenWebhookOptions
{
    /// <summary>A kubeconfig that names the webhook; null for none.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>For how long its answers are kept.</summary>
    public TimeSpan CacheTtl { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The version of <c>authentication.k8s.io</c> that it is asked in.</summary>
    public string Version { get; init; } = "v1beta1";
}

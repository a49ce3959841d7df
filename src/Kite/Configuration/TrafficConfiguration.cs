using Kite.Api.Meta;
using Kite.ApiServer.Audit;
using Kite.ApiServer.Pipeline;

namespace Kite.Configuration;

/// <summary>What <c>kite server</c> is told about requests, checked.</summary>
internal sealed record TrafficConfiguration
{
    /// <summary>How many reading requests are served at once.</summary>
    public int MaxRequestsInflight { get; init; } = 400;

    /// <summary>How many writing requests are served at once.</summary>
    public int MaxMutatingRequestsInflight { get; init; } = 200;

    /// <summary>The origins that browsers may send requests from.</summary>
    public IReadOnlyList<string> CorsAllowedOrigins { get; init; } = [];

    /// <summary>How long the server goes on serving, unready, before it stops.</summary>
    public TimeSpan ShutdownDelay { get; init; }

    /// <summary>What is kept of requests.</summary>
    public AuditOptions Audit { get; init; } = new();

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="UsageException">A setting doesn't fit.</exception>
    public static TrafficConfiguration From(Settings settings) => new()
    {
        MaxRequestsInflight = Count(settings, TrafficSettings.MaxRequestsInflight, 1),
        MaxMutatingRequestsInflight = Count(settings, TrafficSettings.MaxMutatingRequestsInflight, 1),
        CorsAllowedOrigins = OriginsFrom(settings),
        ShutdownDelay = settings.Parse(TrafficSettings.ShutdownDelay, "a duration such as 5s", TimeSpan.Zero, static (string text, out TimeSpan duration) => GoDuration.TryParse(text, out duration) && duration >= TimeSpan.Zero),
        Audit = AuditFrom(settings),
    };

    private static IReadOnlyList<string> OriginsFrom(Settings settings)
    {
        var origins = settings.List(TrafficSettings.CorsAllowedOrigins);
        return origins.FirstOrDefault(origin => !CrossOrigin.IsPattern(origin)) is { } wrong ? throw new UsageException($"{TrafficSettings.CorsAllowedOrigins.Name}: \"{wrong}\" is no regular expression") : origins;
    }

    private static AuditOptions AuditFrom(Settings settings)
    {
        var audit = new AuditOptions
        {
            PolicyFile = settings.Text(TrafficSettings.AuditPolicyFile),
            LogPath = settings.Text(TrafficSettings.AuditLogPath),
            LogMaxSize = Count(settings, TrafficSettings.AuditLogMaxSize, 0),
            LogMaxAge = Count(settings, TrafficSettings.AuditLogMaxAge, 0),
            LogMaxBackup = Count(settings, TrafficSettings.AuditLogMaxBackup, 0),
            WebhookConfigFile = settings.Text(TrafficSettings.AuditWebhookConfig),
            WebhookBatchMaxSize = Count(settings, TrafficSettings.AuditWebhookBatchSize, 1),
            WebhookBatchMaxWait = settings.Parse(TrafficSettings.AuditWebhookBatchWait, "a duration such as 30s", TimeSpan.Zero, static (string text, out TimeSpan duration) => GoDuration.TryParse(text, out duration) && duration > TimeSpan.Zero),
        };
        return audit.PolicyFile is not null || (audit.LogPath is null && audit.WebhookConfigFile is null)
            ? audit
            : throw new UsageException($"--{TrafficSettings.AuditPolicyFile.Name} is missing: without a policy nothing is audited");
    }

    private static int Count(Settings settings, Setting setting, int least) =>
        settings.Parse(setting, $"a number from {least} to 100000", 0, (string text, out int number) => int.TryParse(text, out number) && number >= least && number <= 100_000);
}

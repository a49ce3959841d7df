namespace Kite.Configuration;

/// <summary>What <c>kite server</c> is told about requests, checked.</summary>
internal sealed record TrafficConfiguration
{
    /// <summary>How many reading requests are served at once.</summary>
    public int MaxRequestsInflight { get; init; } = 400;

    /// <summary>How many writing requests are served at once.</summary>
    public int MaxMutatingRequestsInflight { get; init; } = 200;

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="UsageException">A setting doesn't fit.</exception>
    public static TrafficConfiguration From(Settings settings) => new()
    {
        MaxRequestsInflight = Count(settings, TrafficSettings.MaxRequestsInflight, 1),
        MaxMutatingRequestsInflight = Count(settings, TrafficSettings.MaxMutatingRequestsInflight, 1),
    };

    private static int Count(Settings settings, Setting setting, int least) =>
        settings.Parse(setting, $"a number from {least} to 100000", 0, (string text, out int number) => int.TryParse(text, out number) && number >= least && number <= 100_000);
}

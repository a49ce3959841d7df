namespace Kite.Agent.Images;

/// <summary>How images are pulled, and when those that nobody uses are removed.</summary>
public sealed record ImageOptions
{
    /// <summary>How many pulls run at once.</summary>
    public int MostPulls { get; init; } = 5;

    /// <summary>The percentage of disk use above which unused images are removed; 100 for never.</summary>
    public int HighThresholdPercent { get; init; } = 85;

    /// <summary>The percentage of disk use down to which they are removed.</summary>
    public int LowThresholdPercent { get; init; } = 80;

    /// <summary>How long an image is kept after it was first seen, whoever uses it.</summary>
    public TimeSpan LeastAge { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often disk use is looked at.</summary>
    public TimeSpan CollectionPeriod { get; init; } = TimeSpan.FromMinutes(5);
}

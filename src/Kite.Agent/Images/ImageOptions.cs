using Kite.Agent.Images.Providers;

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

    /// <summary>For how long an image that nobody uses is kept, however much room there is; zero for as long as there is room.</summary>
    public TimeSpan MostAge { get; init; }

    /// <summary>Which images a pod may use without credentials.</summary>
    public CredentialsVerification Verification { get; init; }

    /// <summary>The images that <see cref="CredentialsVerification.NeverVerifyAllowlistedImages"/> is about: names without tag, or with <c>/*</c> at their end all below a path.</summary>
    public IReadOnlyList<string> Allowlist { get; init; } = [];

    /// <summary>Programs that know credentials.</summary>
    public CredentialProviderOptions CredentialProviders { get; init; } = CredentialProviderOptions.None;

    /// <summary>How often disk use is looked at.</summary>
    public TimeSpan CollectionPeriod { get; init; } = TimeSpan.FromMinutes(5);
}

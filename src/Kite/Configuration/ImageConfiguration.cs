using Kite.Agent.Images;
using Kite.Agent.Images.Providers;
using Kite.Api.Meta;

namespace Kite.Configuration;

/// <summary>What the kubelet is told of images, checked.</summary>
internal static class ImageConfiguration
{
    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="UsageException">A setting doesn't fit.</exception>
    public static ImageOptions From(Settings settings)
    {
        var high = Percentage(settings, KubeletSettings.ImageGcHighThreshold);
        var low = Percentage(settings, KubeletSettings.ImageGcLowThreshold);
        if (low > high) throw new UsageException($"image-gc-low-threshold {low} is above image-gc-high-threshold {high}");
        var (least, most) = (Age(settings, KubeletSettings.ImageMinimumGcAge), Age(settings, KubeletSettings.ImageMaximumGcAge));
        if (most > TimeSpan.Zero && most < least) throw new UsageException("image-maximum-gc-age is below image-minimum-gc-age");
        var pulls = settings.Parse(KubeletSettings.MaxParallelImagePulls, "a number from 1 on", 0, (string text, out int number) => int.TryParse(text, out number) && number > 0);
        return new ImageOptions
        {
            MostPulls = settings.Switch(KubeletSettings.SerializeImagePulls) ? 1 : pulls,
            HighThresholdPercent = high,
            LowThresholdPercent = low,
            LeastAge = least,
            MostAge = most,
            Verification = settings.Parse(KubeletSettings.ImagePullCredentialsVerificationPolicy, "one of " + string.Join(", ", Enum.GetNames<CredentialsVerification>()), default,
                (string text, out CredentialsVerification policy) => Enum.TryParse(text, out policy) && Enum.IsDefined(policy)),
            Allowlist = settings.List(KubeletSettings.PreloadedImagesVerificationAllowlist),
            CredentialProviders = Providers(settings.Text(KubeletSettings.ImageCredentialProviderConfig) ?? "", settings.Text(KubeletSettings.ImageCredentialProviderBinDir) ?? ""),
        };
    }

    private static CredentialProviderOptions Providers(string file, string directory)
    {
        if (file.Length == 0 && directory.Length == 0) return CredentialProviderOptions.None;
        var (config, bin) = (KubeletSettings.ImageCredentialProviderConfig.Name, KubeletSettings.ImageCredentialProviderBinDir.Name);
        if (file.Length == 0 || directory.Length == 0) throw new UsageException($"--{config} and --{bin} belong together: one of them is missing");
        try
        {
            var providers = CredentialProviderFile.Parse(File.ReadAllBytes(file));
            return providers.FirstOrDefault(provider => !File.Exists(Path.Combine(directory, provider.Name))) is { } missing
                ? throw new UsageException($"--{bin}: {Path.Combine(directory, missing.Name)} does not exist") : new CredentialProviderOptions(Path.GetFullPath(directory), providers);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--{config} {file}: {e.Message}", e);
        }
    }

    private static TimeSpan Age(Settings settings, Setting setting) =>
        settings.Parse(setting, "a duration such as 2m", default, (string text, out TimeSpan age) => GoDuration.TryParse(text, out age) && age >= TimeSpan.Zero);

    private static int Percentage(Settings settings, Setting setting) =>
        settings.Parse(setting, "a percentage from 0 to 100", 0, (string text, out int number) => int.TryParse(text, out number) && number is >= 0 and <= 100);
}

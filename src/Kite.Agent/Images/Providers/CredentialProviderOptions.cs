namespace Kite.Agent.Images.Providers;

/// <summary>The programs that are asked for the credentials of registries.</summary>
/// <param name="Directory">Where they are.</param>
/// <param name="Providers">Which, and for which images.</param>
public sealed record CredentialProviderOptions(string Directory, IReadOnlyList<CredentialProvider> Providers)
{
    /// <summary>None.</summary>
    public static CredentialProviderOptions None { get; } = new("", []);
}

namespace Kite.Agent.Images.Providers;

/// <summary>A program that knows the credentials of some registries.</summary>
/// <param name="Name">The program, a file in the directory of such programs.</param>
/// <param name="ApiVersion">Which form of question and answer it speaks.</param>
/// <param name="Images">For which images it is asked.</param>
public sealed record CredentialProvider(string Name, string ApiVersion, IReadOnlyList<string> Images)
{
    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>Environment variables on top of Kite's own, <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>For how long an answer is good that doesn't say so itself.</summary>
    public TimeSpan DefaultCacheDuration { get; init; }
}

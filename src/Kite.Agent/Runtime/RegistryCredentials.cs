namespace Kite.Agent.Runtime;

/// <summary>What a registry wants to see before it hands out an image.</summary>
internal sealed record RegistryCredentials(string Server, string Username, string Password)
{
    /// <summary>A token in place of a password.</summary>
    public string? IdentityToken { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"credentials for {Server}";
}

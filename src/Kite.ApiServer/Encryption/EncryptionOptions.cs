namespace Kite.ApiServer.Encryption;

/// <summary>How values are encrypted at rest.</summary>
public sealed record EncryptionOptions
{
    /// <summary>The operator's EncryptionConfiguration; null for none.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>True where Kite makes and keeps keys for Secrets itself.</summary>
    public bool EncryptsSecrets { get; init; }

    /// <summary>Where Kite keeps its keys. Where the file is there, it is used even without <see cref="EncryptsSecrets"/>: what is encrypted stays readable.</summary>
    public required string KeyFile { get; init; }
}

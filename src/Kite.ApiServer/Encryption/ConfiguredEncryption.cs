using Kite.ApiServer.Configuration;

namespace Kite.ApiServer.Encryption;

/// <summary>The operator's own EncryptionConfiguration; it is taken over while the server runs, unless values that are stored need a key that it lacks.</summary>
internal sealed class ConfiguredEncryption(ConfiguredFile file, EncryptedStore store, RulesInForce inForce) : IReloadable
{
    /// <inheritdoc/>
    public string? Path => file.Path;

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<byte> content)
    {
        var rules = EncryptionConfigurationReader.Parse(file.Path!, content);
        // The store's ranges complete at once: nothing is waited for here.
        if (store.ProblemOfAsync(rules, CancellationToken.None).AsTask().GetAwaiter().GetResult() is { } problem)
            throw new ConfigurationException($"{file.Path}: {problem.Message}; keep each key until kite secrets-encrypt reencrypt has rewritten everything", problem);
        inForce.Replace(rules);
    }
}

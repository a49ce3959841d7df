using Kite.ApiServer.Configuration;

namespace Kite.ApiServer.Encryption;

/// <summary>Reads the <c>EncryptionConfiguration</c> of <c>apiserver.config.k8s.io/v1</c>.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/config-api/apiserver-config.v1/"/></remarks>
internal static class EncryptionConfigurationReader
{
    private const string Invalid = "provider does not contain any of the expected providers: KMS, AESGCM, AESCBC, Secretbox, Identity";

    private static readonly string[] Providers = ["aesgcm", "aescbc", "secretbox", "identity", "kms"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it was read, for messages.</param>
    /// <param name="content">The file.</param>
    /// <exception cref="ConfigurationException">Something is wrong with it, or it asks for what Kite doesn't have.</exception>
    public static EncryptionRules Parse(string path, ReadOnlySpan<byte> content) => ConfigurationFile.Parse(path, content, "EncryptionConfiguration", Read);

    private static EncryptionRules Read(ConfigurationNode root)
    {
        var rules = root.Only("apiVersion", "kind", "resources").Objects("resources");
        if (rules.Count == 0) root.Problem("resources", "Required value: at least one resources is required");
        return new EncryptionRules([.. rules.Select(ReadRule)]);
    }

    private static EncryptionRule ReadRule(ConfigurationNode rule)
    {
        var resources = rule.Only("resources", "providers").Texts("resources");
        if (resources.Count == 0) rule.Problem("resources", $"Required value: at least one {rule.Path}.resources is required");
        for (var i = 0; i < resources.Count; i++)
        {
            if (ResourcePatterns.Problem(resources[i]) is { } problem) rule.Invalid($"resources[{i}]", resources[i], problem);
        }
        if (ResourcePatterns.Overlap(resources) is { } overlap) rule.Invalid("resources", string.Join(",", resources), overlap);
        var providers = rule.Objects("providers");
        if (providers.Count == 0) rule.Problem("providers", $"Required value: at least one {rule.Path}.providers is required");
        return new EncryptionRule(resources, [.. providers.SelectMany(ReadProvider)]);
    }

    private static IEnumerable<IValueCipher> ReadProvider(ConfigurationNode provider)
    {
        provider.Only(Providers);
        var named = Providers.Where(provider.Has).ToArray();
        if (named.Length != 1)
        {
            provider.Problem("", $"Invalid value: {(named.Length == 0 ? Invalid : "more than one provider specified in a single element, should split into different list elements")}");
            return [];
        }
        switch (named[0])
        {
            case "aesgcm":
                return [.. ReadKeys(provider.Object("aesgcm")).Select(key => new AesGcmCipher(key.Name, key.Secret))];
            case "aescbc":
                return [.. ReadKeys(provider.Object("aescbc")).Select(key => new AesCbcCipher(key.Name, key.Secret))];
            case "identity":
                return [IdentityCipher.Instance];
            default:
                provider.Problem(named[0], "Forbidden: Kite doesn't have this provider; use aesgcm");
                return [];
        }
    }

    private static List<EncryptionKey> ReadKeys(ConfigurationNode? provider)
    {
        if (provider is null) return [];
        var nodes = provider.Only("keys").Objects("keys");
        if (nodes.Count == 0) provider.Problem("keys", "Required value: at least one keys is required");
        var keys = nodes.Select(ReadKey).OfType<EncryptionKey>().ToList();
        foreach (var twice in keys.GroupBy(key => key.Name, StringComparer.Ordinal).Where(group => group.Count() > 1)) provider.Invalid("keys", twice.Key, "the name of a key must be unique: values name the key that reads them");
        return keys;
    }

    private static EncryptionKey? ReadKey(ConfigurationNode node)
    {
        node.Only("name", "secret");
        var name = node.Text("name");
        var secret = node.Text("secret");
        if (name.Length == 0) node.Problem("name", "Required value: name is a mandatory field for a key");
        if (name.Contains(':', StringComparison.Ordinal)) node.Invalid("name", name, "must not contain ':'");
        if (secret.Length == 0)
        {
            node.Problem("secret", "Required value: secret is a mandatory field for a key");
            return null;
        }
        var bytes = new byte[secret.Length];
        if (!Convert.TryFromBase64String(secret, bytes, out var length)) node.Invalid("secret", "REDACTED", "secrets must be base64 encoded");
        else if (length is not (16 or 24 or 32)) node.Invalid("secret", "REDACTED", $"secret is not of the expected length, got {length}, expected one of [16 24 32]");
        else return new EncryptionKey(name, bytes[..length]);
        return null;
    }
}

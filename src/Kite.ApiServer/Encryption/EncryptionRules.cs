using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Encryption;

/// <summary>An EncryptionConfiguration: which values are stored how. The first rule that covers a resource counts; what none covers is stored as it is.</summary>
internal sealed class EncryptionRules(IReadOnlyList<EncryptionRule> rules)
{
    private static readonly EncryptionRule Uncovered = new([], [IdentityCipher.Instance]);

    /// <summary>Everything is stored as it is.</summary>
    public static EncryptionRules None { get; } = new([]);

    /// <summary>The rules in order.</summary>
    public IReadOnlyList<EncryptionRule> All => rules;

    /// <summary>What the keys of all values begin with that a rule may cover.</summary>
    public IReadOnlyList<string> Prefixes
    {
        get
        {
            var patterns = rules.SelectMany(rule => rule.Resources).Distinct(StringComparer.Ordinal).ToArray();
            return patterns.Any(pattern => pattern.StartsWith("*.", StringComparison.Ordinal)) ? [StorePath.Root] : [.. patterns.Select(pattern => $"{StorePath.Root}{pattern}/")];
        }
    }

    /// <summary>The rule for a key of the store.</summary>
    public EncryptionRule For(string key)
    {
        var resource = StorePath.GroupResource(key);
        foreach (var rule in rules)
        {
            if (rule.Covers(resource)) return rule;
        }
        return Uncovered;
    }

    /// <summary>True where a rule is for the key, be it that it says to store values as they are.</summary>
    public bool Covers(string key) => rules.Count > 0 && For(key) != Uncovered;

    /// <summary>The value of stored bytes.</summary>
    /// <exception cref="UnreadableValueException">No key at hand decrypts them.</exception>
    public byte[] Decrypt(string key, byte[] stored)
    {
        var rule = For(key);
        if (rule.Reader(stored) is not { } cipher) throw Unreadable(key, stored, rule);
        return cipher is IdentityCipher ? stored : cipher.Decrypt(stored, key);
    }

    /// <summary>Says what is missing to read stored bytes; null where nothing is, as far as their first bytes tell.</summary>
    public UnreadableValueException? Problem(string key, byte[] stored)
    {
        var rule = For(key);
        return rule.Reader(stored) is null ? Unreadable(key, stored, rule) : null;
    }

    private static UnreadableValueException Unreadable(string key, byte[] stored, EncryptionRule rule) => new(
        key,
        !EncryptedValue.Is(stored) ? "it is not encrypted, and the encryption configuration has no provider identity to read it with"
        : rule == Uncovered ? $"identity transformer tried to read encrypted data: it needs {EncryptedValue.Describe(stored)}, and no encryption configuration for it is in force"
        : $"no matching key was found: it needs {EncryptedValue.Describe(stored)}, which the encryption configuration doesn't hold");
}

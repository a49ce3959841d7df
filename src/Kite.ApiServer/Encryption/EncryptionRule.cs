namespace Kite.ApiServer.Encryption;

/// <summary>One entry of an EncryptionConfiguration.</summary>
/// <param name="Resources">What it is for: <c>secrets</c>, <c>deployments.apps</c>, <c>*.apps</c>, <c>*.</c> (the core group) or <c>*.*</c>.</param>
/// <param name="Ciphers">The first one writes, all of them read.</param>
internal sealed record EncryptionRule(IReadOnlyList<string> Resources, IReadOnlyList<IValueCipher> Ciphers)
{
    /// <summary>What writes.</summary>
    public IValueCipher Primary => Ciphers[0];

    /// <summary>True where the rule is for a resource.</summary>
    /// <param name="groupResource">Its <c>plural.group</c>, the plural alone in the core group.</param>
    public bool Covers(ReadOnlySpan<char> groupResource)
    {
        foreach (var pattern in Resources)
        {
            if (Matches(pattern, groupResource)) return true;
        }
        return false;
    }

    /// <summary>The cipher that reads a stored value; null where none does.</summary>
    public IValueCipher? Reader(ReadOnlySpan<byte> stored)
    {
        foreach (var cipher in Ciphers)
        {
            if (cipher.Reads(stored)) return cipher;
        }
        return null;
    }

    private static bool Matches(string pattern, ReadOnlySpan<char> groupResource)
    {
        if (pattern == "*.*") return true;
        if (!pattern.StartsWith("*.", StringComparison.Ordinal)) return groupResource.SequenceEqual(pattern);
        var dot = groupResource.IndexOf('.');
        return dot < 0 ? pattern.Length == 2 : groupResource[(dot + 1)..].SequenceEqual(pattern.AsSpan(2));
    }
}

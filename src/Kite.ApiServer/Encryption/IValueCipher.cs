namespace Kite.ApiServer.Encryption;

/// <summary>One way to store values: a provider of an EncryptionConfiguration with one of its keys.</summary>
internal interface IValueCipher
{
    /// <summary>The provider as <c>kite secrets-encrypt status</c> names it.</summary>
    string KeyType { get; }

    /// <summary>The name of the key; empty where there is none.</summary>
    string KeyName { get; }

    /// <summary>True for a value that this cipher has stored, as far as its first bytes tell.</summary>
    bool Reads(ReadOnlySpan<byte> stored);

    /// <summary>The bytes to store.</summary>
    /// <param name="value">The value.</param>
    /// <param name="key">Where in the store it goes.</param>
    byte[] Encrypt(ReadOnlySpan<byte> value, string key);

    /// <summary>The value of stored bytes that <see cref="Reads"/> knows.</summary>
    /// <param name="stored">The bytes.</param>
    /// <param name="key">Where in the store they are.</param>
    /// <exception cref="UnreadableValueException">They were written with another key of the same name, at another place, or have been changed.</exception>
    byte[] Decrypt(ReadOnlySpan<byte> stored, string key);
}

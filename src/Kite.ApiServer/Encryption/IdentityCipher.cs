namespace Kite.ApiServer.Encryption;

/// <summary>The provider <c>identity</c>: values are stored as they are.</summary>
internal sealed class IdentityCipher : IValueCipher
{
    /// <summary>The only one there need be.</summary>
    public static IdentityCipher Instance { get; } = new();

    /// <inheritdoc/>
    public string KeyType => "Identity";

    /// <inheritdoc/>
    public string KeyName => "";

    /// <inheritdoc/>
    public bool Reads(ReadOnlySpan<byte> stored) => !EncryptedValue.Is(stored);

    /// <inheritdoc/>
    public byte[] Encrypt(ReadOnlySpan<byte> value, string key) => value.ToArray();

    /// <inheritdoc/>
    public byte[] Decrypt(ReadOnlySpan<byte> stored, string key) => stored.ToArray();
}

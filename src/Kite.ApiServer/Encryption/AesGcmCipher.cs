using System.Security.Cryptography;
using System.Text;

namespace Kite.ApiServer.Encryption;

/// <summary>
/// The provider <c>aesgcm</c>: authenticated, and bound to the place in the store, so that a value can't be moved to another object.
/// Each write is encrypted with a key and nonce of its own, derived from the configured key and 32 random bytes that are stored with it (HKDF-SHA-256); so there is no number of writes after which a key wears out.
/// </summary>
internal sealed class AesGcmCipher(string keyName, byte[] secret) : IValueCipher
{
    private const int SaltLength = 32, KeyLength = 32, NonceLength = 12, TagLength = 16;

    private readonly byte[] prefix = EncryptedValue.Prefix("aesgcm", "v2", keyName);

    /// <inheritdoc/>
    public string KeyType => "AES-GCM";

    /// <inheritdoc/>
    public string KeyName => keyName;

    /// <inheritdoc/>
    public bool Reads(ReadOnlySpan<byte> stored) => stored.StartsWith(prefix);

    /// <inheritdoc/>
    public byte[] Encrypt(ReadOnlySpan<byte> value, string key)
    {
        var stored = new byte[prefix.Length + SaltLength + value.Length + TagLength];
        prefix.CopyTo(stored, 0);
        var salt = stored.AsSpan(prefix.Length, SaltLength);
        RandomNumberGenerator.Fill(salt);
        Span<byte> derived = stackalloc byte[KeyLength + NonceLength];
        Derive(salt, derived);
        using var aes = new AesGcm(derived[..KeyLength], TagLength);
        aes.Encrypt(derived[KeyLength..], value, stored.AsSpan(prefix.Length + SaltLength, value.Length), stored.AsSpan(^TagLength..), Encoding.UTF8.GetBytes(key));
        return stored;
    }

    /// <inheritdoc/>
    public byte[] Decrypt(ReadOnlySpan<byte> stored, string key)
    {
        var sealedPart = stored[prefix.Length..];
        if (sealedPart.Length < SaltLength + TagLength) throw new UnreadableValueException(key, "the stored data was shorter than the required size");
        Span<byte> derived = stackalloc byte[KeyLength + NonceLength];
        Derive(sealedPart[..SaltLength], derived);
        var value = new byte[sealedPart.Length - SaltLength - TagLength];
        try
        {
            using var aes = new AesGcm(derived[..KeyLength], TagLength);
            aes.Decrypt(derived[KeyLength..], sealedPart[SaltLength..^TagLength], sealedPart[^TagLength..], value, Encoding.UTF8.GetBytes(key));
            return value;
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new UnreadableValueException(key, $"message authentication failed with the aesgcm key \"{keyName}\": the key is another one than that which encrypted it, or the value was changed or moved", e);
        }
    }

    private void Derive(ReadOnlySpan<byte> salt, Span<byte> derived) => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, derived, salt, "kite aesgcm v2"u8);
}

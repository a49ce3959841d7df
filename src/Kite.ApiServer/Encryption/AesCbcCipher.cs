using System.Security.Cryptography;

namespace Kite.ApiServer.Encryption;

/// <summary>The provider <c>aescbc</c> as upstream stores it: a random initialization vector, then the padded value. It hides values but doesn't notice where they are changed.</summary>
internal sealed class AesCbcCipher(string keyName, byte[] secret) : IValueCipher
{
    private const int BlockLength = 16;

    private readonly byte[] prefix = EncryptedValue.Prefix("aescbc", "v1", keyName);

    /// <inheritdoc/>
    public string KeyType => "AES-CBC";

    /// <inheritdoc/>
    public string KeyName => keyName;

    /// <inheritdoc/>
    public bool Reads(ReadOnlySpan<byte> stored) => stored.StartsWith(prefix);

    /// <inheritdoc/>
    public byte[] Encrypt(ReadOnlySpan<byte> value, string key)
    {
        using var aes = Aes.Create();
        aes.Key = secret;
        var stored = new byte[prefix.Length + BlockLength + aes.GetCiphertextLengthCbc(value.Length)];
        prefix.CopyTo(stored, 0);
        var vector = stored.AsSpan(prefix.Length, BlockLength);
        RandomNumberGenerator.Fill(vector);
        aes.EncryptCbc(value, vector, stored.AsSpan(prefix.Length + BlockLength));
        return stored;
    }

    /// <inheritdoc/>
    public byte[] Decrypt(ReadOnlySpan<byte> stored, string key)
    {
        var sealedPart = stored[prefix.Length..];
        if (sealedPart.Length < 2 * BlockLength || sealedPart.Length % BlockLength != 0) throw new UnreadableValueException(key, "the stored data is not a multiple of the block size");
        using var aes = Aes.Create();
        aes.Key = secret;
        try
        {
            return aes.DecryptCbc(sealedPart[BlockLength..], sealedPart[..BlockLength]);
        }
        catch (CryptographicException e)
        {
            throw new UnreadableValueException(key, $"invalid padding on input with the aescbc key \"{keyName}\": the key is another one than that which encrypted it, or the value was changed", e);
        }
    }
}

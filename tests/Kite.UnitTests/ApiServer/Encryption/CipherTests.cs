using System.Security.Cryptography;
using System.Text;
using Kite.ApiServer.Encryption;

namespace Kite.UnitTests.ApiServer.Encryption;

[TestFixture]
internal sealed class CipherTests
{
    private const string Key = "/registry/secrets/default/a";
    private static readonly byte[] Value = Encoding.UTF8.GetBytes("""{"data":{"password":"c2VjcmV0"}}""");

    private static IEnumerable<IValueCipher> Ciphers =>
    [
        new AesGcmCipher("k1", RandomNumberGenerator.GetBytes(32)),
        new AesGcmCipher("k1", RandomNumberGenerator.GetBytes(16)),
        new AesCbcCipher("k1", RandomNumberGenerator.GetBytes(24)),
    ];

    [TestCaseSource(nameof(Ciphers))]
    public void A_value_comes_back_and_is_stored_differently_each_time(IValueCipher cipher)
    {
        var first = cipher.Encrypt(Value, Key);
        var second = cipher.Encrypt(Value, Key);

        Assert.That(cipher.Reads(first) && EncryptedValue.Is(first), Is.True);
        Assert.That(first, Is.Not.EqualTo(second));
        Assert.That(Encoding.Latin1.GetString(first), Does.Not.Contain("c2VjcmV0"));
        Assert.That(cipher.Decrypt(first, Key), Is.EqualTo(Value));
        Assert.That(cipher.Decrypt(second, Key), Is.EqualTo(Value));
        Assert.That(cipher.Decrypt(cipher.Encrypt([], Key), Key), Is.Empty);
    }

    [TestCaseSource(nameof(Ciphers))]
    public void Cut_or_damaged_values_are_refused_and_never_crash(IValueCipher cipher)
    {
        var stored = cipher.Encrypt(Value, Key);
        for (var length = stored.Length - 1; cipher.Reads(stored.AsSpan(0, length)); length--)
        {
            // One in 256 paddings is right by chance.
            if (cipher is AesCbcCipher && length % 16 == (stored.Length % 16)) continue;
            Assert.That(() => cipher.Decrypt(stored.AsSpan(0, length), Key), Throws.TypeOf<UnreadableValueException>());
        }
    }

    [Test]
    public void A_value_cannot_be_moved_to_another_object()
    {
        var cipher = new AesGcmCipher("k1", RandomNumberGenerator.GetBytes(32));
        var stored = cipher.Encrypt(Value, Key);

        Assert.That(() => cipher.Decrypt(stored, "/registry/secrets/default/b"), Throws.TypeOf<UnreadableValueException>().With.Message.StartsWith("unable to transform key \"/registry/secrets/default/b\": message authentication failed"));
    }

    [Test]
    public void Every_changed_bit_is_noticed()
    {
        var cipher = new AesGcmCipher("k1", RandomNumberGenerator.GetBytes(32));
        var stored = cipher.Encrypt("{}"u8, Key);
        for (var i = "k8s:enc:aesgcm:v2:k1:".Length; i < stored.Length; i++)
        {
            stored[i] ^= 1;
            Assert.That(() => cipher.Decrypt(stored, Key), Throws.TypeOf<UnreadableValueException>());
            stored[i] ^= 1;
        }
    }

    [Test]
    public void Another_key_of_the_same_name_reads_nothing()
    {
        var stored = new AesGcmCipher("k1", RandomNumberGenerator.GetBytes(32)).Encrypt(Value, Key);

        Assert.That(() => new AesGcmCipher("k1", RandomNumberGenerator.GetBytes(32)).Decrypt(stored, Key), Throws.TypeOf<UnreadableValueException>());
        Assert.That(new AesGcmCipher("k", RandomNumberGenerator.GetBytes(32)).Reads(stored), Is.False);
    }
}

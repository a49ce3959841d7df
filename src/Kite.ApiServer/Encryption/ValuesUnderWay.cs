using System.Collections.Concurrent;

namespace Kite.ApiServer.Encryption;

/// <summary>The values of writes under way by what is stored for them: watchers are handed the very array that was written, and nothing is decrypted that was in clear a moment ago.</summary>
internal sealed class ValuesUnderWay
{
    private readonly ConcurrentDictionary<byte[], byte[]> values = new(ReferenceEqualityComparer.Instance);

    /// <summary>Remembers a value until <see cref="Forget"/>.</summary>
    public void Add(byte[] stored, byte[] value) => values[stored] = value;

    /// <summary>Forgets a value; its watchers have been told.</summary>
    public void Forget(byte[] stored) => values.TryRemove(stored, out _);

    /// <summary>The value that was written as these bytes, the same array; null where it isn't under way.</summary>
    public byte[]? Find(byte[] stored) => values.GetValueOrDefault(stored);
}

using System.Buffers.Binary;
using System.Numerics;

namespace Kite.Storage.Sqlite;

/// <summary>Makes a value that the disk has changed noticeable: SQLite checks the shape of its pages, not what is in them.</summary>
internal static class RowChecksum
{
    /// <summary>CRC-32C over the revision and the value; for a deletion over the revision.</summary>
    public static long Compute(long revision, ReadOnlySpan<byte> value)
    {
        uint crc = BitOperations.Crc32C(uint.MaxValue, (ulong)revision);
        while (value.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(value));
            value = value[sizeof(ulong)..];
        }

        foreach (byte rest in value)
        {
            crc = BitOperations.Crc32C(crc, rest);
        }

        return crc;
    }
}

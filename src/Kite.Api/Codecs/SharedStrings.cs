using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Kite.Api.Codecs;

/// <summary>
/// The strings of decoded objects. Objects of a cluster are full of the same short texts (label keys, namespaces, images, "Always"): those are made once and shared, which is a good part of what caches of objects hold.
/// A bounded table that forgets what collides, like a pool of buffers it shows in nothing but memory. Safe for all threads.
/// </summary>
internal static class SharedStrings
{
    /// <summary>Longer texts are seldom there twice.</summary>
    private const int MaxLength = 64;

    private const int SlotCount = 2048;

    private static readonly string?[] Slots = new string?[SlotCount];

    /// <summary>What fell on a slot last without being kept: only what comes a second time is, so that names and UIDs, which come once, drive nothing out.</summary>
    private static readonly uint[] Candidates = new uint[SlotCount];

    /// <summary>The string or property name that the reader is on.</summary>
    internal static string Read(ref Utf8JsonReader reader) =>
        reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length is 0 or > MaxLength ? reader.GetString()! : Of(ref reader, reader.ValueSpan);

    private static string Of(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        var hash = Hash(text);
        ref var slot = ref Slots[hash % SlotCount];
        // A text that isn't ASCII equals nothing here, and so isn't shared.
        if (Volatile.Read(ref slot) is { } known && Ascii.Equals(text, known)) return known;
        var made = reader.GetString()!;
        ref var candidate = ref Candidates[hash % SlotCount];
        if (candidate == hash) Volatile.Write(ref slot, made);
        else candidate = hash;
        return made;
    }

    /// <summary>Of the length and of both ends, which is where keys and names differ.</summary>
    private static uint Hash(ReadOnlySpan<byte> text)
    {
        ulong head, tail;
        if (text.Length >= sizeof(ulong))
        {
            head = BinaryPrimitives.ReadUInt64LittleEndian(text);
            tail = BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]);
        }
        else
        {
            head = text.Length >= sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(text) : text[0];
            tail = text.Length >= sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(text[^sizeof(uint)..]) : ((ulong)text[text.Length / 2] << 8) | text[^1];
        }
        var mixed = ((head * 0x9E3779B97F4A7C15) ^ tail ^ (ulong)text.Length) * 0xD6E8FEB86659FD93;
        return (uint)(mixed >> 32);
    }
}

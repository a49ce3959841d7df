namespace Kite.Api.Descriptions;

/// <summary>The texts of one type, in the order of its fields; UTF-8.</summary>
public readonly struct TypeDescription
{
    private readonly ReadOnlyMemory<byte> record;

    internal TypeDescription(ReadOnlyMemory<byte> record) => this.record = record;

    /// <summary>The texts one after the other: the type's own, then those of its fields; empty ones where nothing is known, or where there are no more.</summary>
    public Reader Read() => new(record);

    internal static ReadOnlyMemory<byte> Next(ref ReadOnlyMemory<byte> rest)
    {
        var end = rest.Span.IndexOf((byte)0);
        var text = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return text;
    }

    /// <summary>Hands out one text after the other.</summary>
    public struct Reader
    {
        private ReadOnlyMemory<byte> rest;

        internal Reader(ReadOnlyMemory<byte> record) => rest = record;

        /// <summary>The next text.</summary>
        public ReadOnlyMemory<byte> Next() => TypeDescription.Next(ref rest);
    }
}

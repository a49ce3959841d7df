using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Values;

/// <summary>Octets.</summary>
public sealed class CelBytes(ReadOnlyMemory<byte> content) : CelReference(CelKind.Bytes)
{
    /// <summary>The octets, which nobody changes.</summary>
    public ReadOnlyMemory<byte> Content { get; } = content;

    /// <inheritdoc/>
    public override CelType RuntimeType => CelType.Bytes;

    /// <inheritdoc/>
    public override long Size => Content.Length;

    /// <inheritdoc/>
    public override bool EqualTo(CelReference other) => Content.Span.SequenceEqual(((CelBytes)other).Content.Span);

    /// <inheritdoc/>
    public override int HashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Content.Span);
        return hash.ToHashCode();
    }
}

using System.Buffers;
using System.IO.Compression;
using Kite.Api.Schema;

namespace Kite.Api.Descriptions;

/// <summary>
/// What types, fields and query parameters mean, as the Kubernetes API reference puts it. The texts come compressed with this assembly; an instance holds them all (about 600 KB),
/// so read it for one document and dispose of it.
/// </summary>
/// <remarks>They are taken from the documentation of the package KubernetesClient when this project is built, which has them from Kubernetes' own OpenAPI document (Apache-2.0).</remarks>
public sealed class ApiDescriptions : IDisposable
{
    private const byte EndOfRecord = 1;
    private const int LikelyLength = 700_000;

    private readonly Dictionary<string, TypeDescription> types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReadOnlyMemory<byte>> parameters = new(StringComparer.Ordinal);
    private readonly byte[] buffer;

    private ApiDescriptions(Stream compressed)
    {
        buffer = ArrayPool<byte>.Shared.Rent(LikelyLength);
        var length = 0;
        using var inflate = new DeflateStream(compressed, CompressionMode.Decompress);
        while (inflate.Read(buffer, length, buffer.Length - length) is var read and > 0)
        {
            length += read;
            if (length < buffer.Length) continue;
            var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer.CopyTo(larger, 0);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
        var rest = buffer.AsMemory(0, length);
        while (rest.Span.IndexOf(EndOfRecord) is var end and >= 0)
        {
            Add(rest[..end]);
            rest = rest[(end + 1)..];
        }
    }

    /// <summary>What <c>apiVersion</c> means, of whichever kind.</summary>
    public ReadOnlyMemory<byte> ApiVersion { get; private set; }

    /// <summary>What <c>kind</c> means, of whichever kind.</summary>
    public ReadOnlyMemory<byte> Kind { get; private set; }

    /// <summary>Reads the texts.</summary>
    public static ApiDescriptions Read() => new(typeof(ApiDescriptions).Assembly.GetManifestResourceStream("descriptions.bin")!);

    /// <summary>The texts of a type and its fields; empty ones where nothing is known of it. Valid until this is disposed of.</summary>
    public TypeDescription Of(SchemaType type) => types.GetValueOrDefault(type.Name);

    /// <summary>What a query parameter means, as UTF-8; empty where nothing is known of it.</summary>
    public ReadOnlyMemory<byte> OfParameter(string name) => parameters.GetValueOrDefault(name);

    /// <inheritdoc/>
    public void Dispose()
    {
        types.Clear();
        parameters.Clear();
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Add(ReadOnlyMemory<byte> record)
    {
        var name = System.Text.Encoding.UTF8.GetString(TypeDescription.Next(ref record).Span);
        switch (name)
        {
            case "type meta":
                TypeDescription.Next(ref record);
                ApiVersion = TypeDescription.Next(ref record);
                Kind = TypeDescription.Next(ref record);
                break;
            case "parameters":
                TypeDescription.Next(ref record);
                while (record.Length > 0) parameters.Add(System.Text.Encoding.UTF8.GetString(TypeDescription.Next(ref record).Span), TypeDescription.Next(ref record));
                break;
            default:
                types[name] = new TypeDescription(record);
                break;
        }
    }
}

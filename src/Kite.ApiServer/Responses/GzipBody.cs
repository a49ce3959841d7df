using System.IO.Compression;

namespace Kite.ApiServer.Responses;

/// <summary>A body that is there compressed.</summary>
/// <param name="Gzip">The gzip stream.</param>
/// <param name="Length">How many bytes it stands for.</param>
internal readonly record struct GzipBody(byte[] Gzip, int Length)
{
    /// <summary>A body that consists of parts.</summary>
    public static GzipBody Of(IReadOnlyCollection<DeflatedBytes> parts) => new(GzipJoin.Join(parts, out var length), length);

    /// <summary>Reads the body itself.</summary>
    public Stream Inflate() => new GZipStream(new MemoryStream(Gzip), CompressionMode.Decompress);
}

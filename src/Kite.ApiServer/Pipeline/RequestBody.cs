using System.Buffers;
using System.IO.Compression;
using Kite.Api.Errors;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Pipeline;

/// <summary>Reads a request's body, bounded.</summary>
internal static class RequestBody
{
    /// <summary>The whole body.</summary>
    /// <exception cref="ApiStatusException">It has more than <paramref name="maxBytes"/> bytes (<c>RequestEntityTooLarge</c>), or another encoding than gzip.</exception>
    public static async ValueTask<byte[]> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes) throw TooLarge(maxBytes);
        var encoding = request.Headers.ContentEncoding;
        if (encoding.Count > 0 && encoding[0] is "gzip") return await InflateAsync(request.Body, maxBytes, cancellationToken);
        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (result.Buffer.Length > maxBytes) throw TooLarge(maxBytes);
            if (result.IsCompleted)
            {
                var body = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return body;
            }
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static async Task<byte[]> InflateAsync(Stream body, int maxBytes, CancellationToken cancellationToken)
    {
        using var inflated = new MemoryStream();
        await using var gzip = new GZipStream(body, CompressionMode.Decompress);
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = await gzip.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                inflated.Write(buffer, 0, read);
                if (inflated.Length > maxBytes) throw TooLarge(maxBytes);
            }
        }
        catch (InvalidDataException e)
        {
            throw ApiErrors.BadRequest($"error decoding gzip body: {e.Message}", e);
        }
        return inflated.ToArray();
    }

    private static ApiStatusException TooLarge(int maxBytes) =>
        new(StatusReason.RequestEntityTooLarge, $"Request entity too large: limit is {maxBytes}");
}

using System.Text.Json;
using Kite.Api.Codecs;
using Kite.Api.Codecs.Gnostic;
using Kite.ApiServer.Responses;

namespace Kite.ApiServer.OpenApi.Parts;

/// <summary>Puts the version 2 document together from its parts, so that a change costs what has changed. Safe for any number of callers, who take turns.</summary>
internal sealed class OpenApiV2(OpenApiParts parts) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    /// <summary>The document, compressed.</summary>
    /// <param name="snapshot">What it is about.</param>
    /// <param name="isProtobuf">True for gnostic's message, false for JSON.</param>
    /// <param name="cancellationToken">Ends the wait for others.</param>
    public async Task<GzipBody> ReadAsync(OpenApiSnapshot snapshot, bool isProtobuf, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var found = parts.Of(snapshot);
            return GzipBody.Of(isProtobuf ? Protobuf(found) : Json(found));
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Writes what is missing of it in either form.</summary>
    public async Task PrepareAsync(OpenApiSnapshot snapshot, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var encoder = new GnosticEncoder();
            foreach (var part in parts.Of(snapshot)) part.Protobuf(OpenApiSection.Paths, encoder);
        }
        finally
        {
            turn.Release();
        }
    }

    private static List<DeflatedBytes> Json(IReadOnlyList<OpenApiPart> parts)
    {
        using var buffer = Frame();
        List<DeflatedBytes> all = [DeflatedBytes.Of(buffer.WrittenSpan[..^1], [])];
        foreach (var section in OpenApiPart.Sections)
        {
            all.Add(DeflatedBytes.Of(System.Text.Encoding.UTF8.GetBytes($",\"{OpenApiPart.NameOf(section)}\":"), []));
            all.AddRange(parts.Select(part => part.Json(section)));
            all.Add(DeflatedBytes.Of("}"u8, []));
        }
        all.Add(DeflatedBytes.Of("}"u8, []));
        return all;
    }

    private static List<DeflatedBytes> Protobuf(IReadOnlyList<OpenApiPart> parts)
    {
        var encoder = new GnosticEncoder();
        using var buffer = Frame();
        List<DeflatedBytes> all = [DeflatedBytes.Of(GnosticEncoder.EncodeV2(buffer.WrittenMemory), [])];
        foreach (var section in OpenApiPart.Sections)
        {
            DeflatedBytes[] members = [.. parts.Select(part => part.Protobuf(section, encoder))];
            all.Add(DeflatedBytes.Of(encoder.BeginV2Member(OpenApiPart.NameOf(section), members.Sum(part => part.Length)), []));
            all.AddRange(members);
        }
        return all;
    }

    private static PooledBuffer Frame()
    {
        var buffer = new PooledBuffer(1024);
        using var writer = new Utf8JsonWriter(buffer, OpenApiDocuments.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("swagger"u8, "2.0"u8);
        OpenApiDocuments.WriteInfo(writer);
        OpenApiDocuments.WriteSecurityV2(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer;
    }
}

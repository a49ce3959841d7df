using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Kite.ApiServer.Aggregation;

/// <summary>
/// Sends a header once for each of its values. .NET's client joins them into one line with commas, which API servers in Go take for one value, and a group may have a comma in its name.
/// </summary>
/// <remarks>A secret stands where one line has to end and the next to begin; the stream below the client, which gets a request's head in one piece, puts the line's end there.</remarks>
internal static class RepeatedHeaders
{
    private static readonly string NewLine = "\u0001" + RandomNumberGenerator.GetHexString(32);
    private static readonly byte[] NewLineBytes = Encoding.ASCII.GetBytes(NewLine);

    /// <summary>Adds a header with its values.</summary>
    public static void Add(HttpRequestHeaders headers, string name, IReadOnlyCollection<string> values)
    {
        if (values.Count > 0) headers.TryAddWithoutValidation(name, string.Join($"{NewLine}{name}: ", values));
    }

    /// <summary>Makes a client's connections end lines where they have to.</summary>
    public static void Configure(SocketsHttpHandler handler)
    {
        handler.PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new RepeatedHeadersStream(context.PlaintextStream));
        // Names of users and groups may have any letters.
        handler.RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8;
    }

    /// <summary>What is really sent; the bytes themselves where there is nothing to change.</summary>
    public static ReadOnlyMemory<byte> Split(ReadOnlyMemory<byte> sent)
    {
        var at = sent.Span.IndexOf(NewLineBytes);
        if (at < 0) return sent;
        var split = new MemoryStream(sent.Length);
        var rest = sent.Span;
        for (; at >= 0; at = rest.IndexOf(NewLineBytes))
        {
            split.Write(rest[..at]);
            split.Write("\r\n"u8);
            rest = rest[(at + NewLineBytes.Length)..];
        }
        split.Write(rest);
        return split.GetBuffer().AsMemory(0, (int)split.Length);
    }
}

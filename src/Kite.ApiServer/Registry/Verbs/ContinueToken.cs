using System.Buffers.Text;
using System.Text.Json;
using Kite.Api.Errors;
using Kite.Api.Meta;

namespace Kite.ApiServer.Registry.Verbs;

/// <summary>Where the next page of a list begins, and at which revision; opaque to clients.</summary>
/// <param name="Revision">The revision of the list; -1 to go on at the current one.</param>
/// <param name="After">The last object of the page before.</param>
internal readonly record struct ContinueToken(long Revision, ObjectKey After)
{
    private const string Version = "kite/v1";

    /// <summary>The token as clients get it.</summary>
    public string Encode()
    {
        var json = new System.Buffers.ArrayBufferWriter<byte>(96);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("v"u8, Version);
            writer.WriteNumber("rv"u8, Revision);
            writer.WriteString("ns"u8, After.Namespace);
            writer.WriteString("after"u8, After.Name);
            writer.WriteEndObject();
        }
        return Base64Url.EncodeToString(json.WrittenSpan);
    }

    /// <summary>Reads a client's token.</summary>
    /// <exception cref="ApiStatusException">It isn't one (<c>BadRequest</c>).</exception>
    public static ContinueToken Decode(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(text));
            var root = json.RootElement;
            var version = root.TryGetProperty("v", out var named) ? named.GetString() : null;
            if (version != Version) throw ApiErrors.BadRequest($"continue key is not valid: server does not recognize this encoded version \"{version}\"");
            return new(root.GetProperty("rv").GetInt64(), new(root.GetProperty("ns").GetString()!, root.GetProperty("after").GetString()!));
        }
        catch (Exception e) when (e is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw ApiErrors.BadRequest("continue key is not valid: it is not one that this server gave out", e);
        }
    }
}

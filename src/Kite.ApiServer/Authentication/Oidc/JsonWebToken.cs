using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Authentication.Oidc;

/// <summary>A token in compact form (RFC 7515), taken apart and not yet believed.</summary>
internal sealed record JsonWebToken(string Algorithm, string KeyId, JsonObject Claims, byte[] Signed, byte[] Signature)
{
    private const int MaxLength = 64 * 1024;

    public string Issuer => Claims.Text("iss");

    public IReadOnlyList<string> Audiences => Claims["aud"] is JsonArray ? [.. Claims.Texts("aud")] : Claims.TextOrNull("aud") is { } one ? [one] : [];

    public static bool TryParse(string text, [NotNullWhen(true)] out JsonWebToken? token)
    {
        token = null;
        if (text.Length > MaxLength || text.Split('.') is not [var header, var payload, var signature]) return false;
        if (!Base64Url.TryDecode(header, out var head) || !Base64Url.TryDecode(payload, out var body) || !Base64Url.TryDecode(signature, out var proof)) return false;
        try
        {
            if (JsonNode.Parse(head) is not JsonObject parameters || JsonNode.Parse(body) is not JsonObject claims) return false;
            token = new(parameters.Text("alg"), parameters.Text("kid"), claims, Encoding.ASCII.GetBytes(text[..text.LastIndexOf('.')]), proof);
            return true;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // Broken JSON, or a claim that is there twice, is somebody else's token.
            return false;
        }
    }

    /// <summary>A time in seconds since 1970, or null.</summary>
    public double? Time(string claim) => Claims[claim] is JsonValue value && value.TryGetValue<double>(out var seconds) ? seconds : null;
}

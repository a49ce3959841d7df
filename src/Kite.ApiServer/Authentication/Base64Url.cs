using System.Diagnostics.CodeAnalysis;

namespace Kite.ApiServer.Authentication;

/// <summary>Base64url without padding, as JSON web tokens have it.</summary>
internal static class Base64Url
{
    public static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.Contains('=') || !System.Buffers.Text.Base64Url.IsValid(text)) return false;
        bytes = System.Buffers.Text.Base64Url.DecodeFromChars(text);
        return true;
    }
}

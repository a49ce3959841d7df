namespace Kite.Api.Validation;

/// <summary>How many bytes base64 text stands for.</summary>
internal static class Base64Length
{
    internal static int Of(string text) => (text.Length / 4 * 3) - (text.EndsWith("==", StringComparison.Ordinal) ? 2 : text.EndsWith('=') ? 1 : 0);
}

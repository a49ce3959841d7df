namespace Kite.Api.Decoding;

/// <summary>Fields that are unknown or there twice, where the client asks that none is.</summary>
/// <param name="problems">What is wrong, such as <c>unknown field "spec.foo"</c>.</param>
public sealed class StrictDecodingException(IReadOnlyList<string> problems) : DecodingException($"strict decoding error: {string.Join(", ", problems)}")
{
    /// <summary>What is wrong, each for itself.</summary>
    public IReadOnlyList<string> Problems => problems;
}

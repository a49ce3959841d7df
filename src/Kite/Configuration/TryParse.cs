namespace Kite.Configuration;

/// <summary>Reads a value from its text; false where the text doesn't fit.</summary>
internal delegate bool TryParse<T>(string text, out T value);

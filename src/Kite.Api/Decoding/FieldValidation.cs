namespace Kite.Api.Decoding;

/// <summary>What becomes of unknown and duplicate fields, as the <c>fieldValidation</c> parameter asks.</summary>
public enum FieldValidation
{
    /// <summary>They are dropped silently.</summary>
    Ignore,

    /// <summary>They are dropped with a warning; the server's default.</summary>
    Warn,

    /// <summary>The request fails.</summary>
    Strict,
}

namespace Kite.Api.Selectors;

/// <summary>A word of a label selector.</summary>
/// <param name="Kind">What it is: the symbol or keyword itself, or one of the names below.</param>
/// <param name="Literal">As written.</param>
internal readonly record struct SelectorToken(string Kind, string Literal)
{
    internal const string Identifier = "identifier";
    internal const string End = "end of string";
    internal const string Error = "error";

    /// <summary>True for a name, and for a keyword where a name is meant (<c>in in (in)</c>).</summary>
    internal bool IsName => Kind is Identifier or "in" or "notin";

    /// <summary>True where a requirement may begin.</summary>
    internal bool StartsRequirement => IsName || Kind is "!";
}

namespace Kite.Api.Cel.Libraries.Strings;

/// <summary>A string with its code points counted: what expressions index strings by.</summary>
internal readonly struct CodePointText
{
    private readonly string text;
    private readonly int[]? starts;

    /// <summary>Looks at a string.</summary>
    internal CodePointText(string text)
    {
        this.text = text;
        starts = text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Starts(text) : null;
        Length = starts is null ? text.Length : starts.Length - 1;
    }

    /// <summary>How many code points there are.</summary>
    internal int Length { get; }

    /// <summary>The part from one code point to before another.</summary>
    internal string Slice(int start, int end) => starts is null ? text[start..end] : text[starts[start]..starts[end]];

    /// <summary>The code point that starts at an index of the string.</summary>
    internal long IndexOf(int position) => starts is null || position < 0 ? position : Array.BinarySearch(starts, position);

    /// <summary>Where a code point starts in the string.</summary>
    internal int PositionOf(int index) => starts is null ? index : starts[index];

    private static int[] Starts(string text)
    {
        var starts = new List<int>(text.Length + 1);
        for (var i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1) starts.Add(i);
        starts.Add(text.Length);
        return [.. starts];
    }
}

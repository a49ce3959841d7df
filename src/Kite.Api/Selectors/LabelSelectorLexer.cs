namespace Kite.Api.Selectors;

/// <summary>Splits a label selector into words.</summary>
internal ref struct LabelSelectorLexer(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> text = text;
    private int position;

    internal SelectorToken Next()
    {
        while (position < text.Length && text[position] is ' ' or '\t' or '\r' or '\n') position++;
        if (position == text.Length) return new SelectorToken(SelectorToken.End, "");
        return IsSymbol(text[position]) ? Symbol() : Word();
    }

    private static bool IsSymbol(char character) => character is '=' or '!' or '(' or ')' or ',' or '>' or '<';

    private SelectorToken Word()
    {
        var start = position;
        while (position < text.Length && !IsSymbol(text[position]) && text[position] is not (' ' or '\t' or '\r' or '\n')) position++;
        var word = text[start..position].ToString();
        return new SelectorToken(word is "in" or "notin" ? word : SelectorToken.Identifier, word);
    }

    private SelectorToken Symbol()
    {
        var two = position + 1 < text.Length && text[position + 1] == '=' && text[position] is '=' or '!';
        var symbol = text.Slice(position, two ? 2 : 1).ToString();
        position += symbol.Length;
        return new SelectorToken(symbol, symbol);
    }
}

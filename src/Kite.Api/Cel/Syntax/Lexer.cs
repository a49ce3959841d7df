namespace Kite.Api.Cel.Syntax;

/// <summary>Splits the text into tokens; white space and comments are dropped.</summary>
internal sealed class Lexer(string text, List<CelIssue> issues)
{
    private int position;

    public List<Token> ReadAll()
    {
        var tokens = new List<Token>();
        while (true)
        {
            SkipBlank();
            if (position >= text.Length) break;
            var start = position;
            if (Next() is { } kind) tokens.Add(new Token(kind, start, position));
            else Unrecognized(start);
        }
        tokens.Add(new Token(TokenKind.End, text.Length, text.Length));
        return tokens;
    }

    /// <summary>Says what can't be a token: all up to where reading it failed, which is skipped.</summary>
    private void Unrecognized(int start)
    {
        if (position < text.Length) position += char.IsSurrogatePair(text, position) ? 2 : 1;
        issues.Add(new CelIssue(start, $"Syntax error: token recognition error at: '{Escape(text[start..position])}'"));
    }

    private static string Escape(string value) =>
        value.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);

    private void SkipBlank()
    {
        while (position < text.Length)
        {
            if (text[position] is ' ' or '\t' or '\r' or '\n' or '\f') position++;
            else if (text[position] == '/' && Peek(1) == '/') SkipLine();
            else return;
        }
    }

    private void SkipLine()
    {
        var end = text.IndexOf('\n', position);
        position = end < 0 ? text.Length : end;
    }

    private char Peek(int ahead) => position + ahead < text.Length ? text[position + ahead] : '\0';

    private TokenKind? Next()
    {
        var first = text[position];
        if (StringPrefix() is var prefix and >= 0 && (prefix > 0 || first is '"' or '\'')) return ReadQuoted(prefix);
        if (char.IsAsciiLetter(first) || first == '_') return ReadWord();
        if (char.IsAsciiDigit(first) || (first == '.' && char.IsAsciiDigit(Peek(1)))) return ReadNumber();
        return first == '`' ? ReadEscapedIdentifier() : ReadOperator(first);
    }

    /// <summary>How many letters of b and r stand before a quote; -1 where none does.</summary>
    private int StringPrefix()
    {
        var length = 0;
        if (Peek(0) is 'b' or 'B') length = 1;
        if (Peek(length) is 'r' or 'R') length++;
        return Peek(length) is '"' or '\'' ? length : -1;
    }

    private TokenKind? ReadQuoted(int prefix)
    {
        var start = position;
        var kind = text[start] is 'b' or 'B' ? TokenKind.Bytes : TokenKind.String;
        var raw = prefix > 0 && text[start + prefix - 1] is 'r' or 'R';
        position += prefix;
        var quote = text[position];
        var triple = Peek(1) == quote && Peek(2) == quote;
        position += triple ? 3 : 1;
        while (position < text.Length)
        {
            if (Peek(0) == quote && (!triple || (Peek(1) == quote && Peek(2) == quote)))
            {
                position += triple ? 3 : 1;
                return kind;
            }
            if (!triple && Peek(0) is '\n' or '\r') break;
            if (Peek(0) != '\\' || raw) position++;
            else if (!SkipEscape()) break;
        }
        return ReadUnclosed(start, prefix, triple, kind);
    }

    /// <summary>The longest token at the start of a string that doesn't end: the empty string of two quotes, or the letters before it.</summary>
    private TokenKind? ReadUnclosed(int start, int prefix, bool triple, TokenKind kind)
    {
        if (triple)
        {
            position = start + prefix + 2;
            return kind;
        }
        if (prefix == 0) return null;
        position = start + prefix;
        return TokenKind.Identifier;
    }

    /// <summary>Skips an escape sequence; false, and at the character that can't be part of one, where it is none.</summary>
    private bool SkipEscape()
    {
        position++;
        var kind = Peek(0);
        var digits = kind switch { 'x' or 'X' => 2, 'u' => 4, 'U' => 8, >= '0' and <= '3' => 2, _ => 0 };
        if (digits == 0 && !"abfnrtv\"'`\\?".Contains(kind, StringComparison.Ordinal)) return false;
        position++;
        for (; digits > 0; digits--, position++)
        {
            if (kind is >= '0' and <= '3' ? Peek(0) is < '0' or > '7' : !char.IsAsciiHexDigit(Peek(0))) return false;
        }
        return true;
    }

    private TokenKind ReadWord()
    {
        var start = position;
        while (char.IsAsciiLetterOrDigit(Peek(0)) || Peek(0) == '_') position++;
        return text.AsSpan(start, position - start) switch
        {
            "true" => TokenKind.True,
            "false" => TokenKind.False,
            "null" => TokenKind.Null,
            "in" => TokenKind.In,
            _ => TokenKind.Identifier,
        };
    }

    private TokenKind ReadNumber()
    {
        if (Peek(0) == '0' && Peek(1) == 'x' && char.IsAsciiHexDigit(Peek(2)))
        {
            position += 2;
            while (char.IsAsciiHexDigit(Peek(0))) position++;
            return ReadUnsignedSuffix(TokenKind.Int);
        }
        SkipDigits();
        var kind = TokenKind.Int;
        if (Peek(0) == '.' && char.IsAsciiDigit(Peek(1)))
        {
            position++;
            SkipDigits();
            kind = TokenKind.Float;
        }
        if (Peek(0) is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
        {
            position += 2;
            SkipDigits();
            kind = TokenKind.Float;
        }
        return kind is TokenKind.Int ? ReadUnsignedSuffix(kind) : kind;
    }

    private TokenKind ReadUnsignedSuffix(TokenKind kind)
    {
        if (Peek(0) is not ('u' or 'U')) return kind;
        position++;
        return TokenKind.Uint;
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Peek(0))) position++;
    }

    private TokenKind? ReadEscapedIdentifier()
    {
        var start = position++;
        while (char.IsAsciiLetterOrDigit(Peek(0)) || Peek(0) is '_' or '.' or '-' or '/' or ' ') position++;
        if (Peek(0) != '`' || position == start + 1) return null;
        position++;
        return TokenKind.EscapedIdentifier;
    }

    private TokenKind? ReadOperator(char first)
    {
        var two = (first, Peek(1)) switch
        {
            ('=', '=') => TokenKind.Equals,
            ('!', '=') => TokenKind.NotEquals,
            ('<', '=') => TokenKind.LessEquals,
            ('>', '=') => TokenKind.GreaterEquals,
            ('&', '&') => TokenKind.And,
            ('|', '|') => TokenKind.Or,
            _ => TokenKind.End,
        };
        if (two is not TokenKind.End)
        {
            position += 2;
            return two;
        }
        var one = OneCharacter(first);
        if (one is not null || first is '=' or '&' or '|') position++;
        return one;
    }

    private static TokenKind? OneCharacter(char first) => first switch
    {
        '<' => TokenKind.Less,
        '>' => TokenKind.Greater,
        '[' => TokenKind.LeftBracket,
        ']' => TokenKind.RightBracket,
        '{' => TokenKind.LeftBrace,
        '}' => TokenKind.RightBrace,
        '(' => TokenKind.LeftParenthesis,
        ')' => TokenKind.RightParenthesis,
        '.' => TokenKind.Dot,
        ',' => TokenKind.Comma,
        '-' => TokenKind.Minus,
        '!' => TokenKind.Not,
        '?' => TokenKind.Question,
        ':' => TokenKind.Colon,
        '+' => TokenKind.Plus,
        '*' => TokenKind.Star,
        '/' => TokenKind.Slash,
        '%' => TokenKind.Percent,
        _ => null,
    };
}

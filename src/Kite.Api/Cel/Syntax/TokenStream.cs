namespace Kite.Api.Cel.Syntax;

/// <summary>The tokens of an expression as the parser takes them, and what it says where another was expected.</summary>
internal sealed class TokenStream(string text, List<Token> tokens, List<CelIssue> issues)
{
    /// <summary>The tokens that an expression may start with, as messages list them.</summary>
    public const string ExpressionStart = "{'[', '{', '(', '.', '-', '!', " + Literals + "}";

    /// <summary>The tokens after the parenthesis of a call.</summary>
    public const string ArgumentStart = "{'[', '{', '(', ')', '.', '-', '!', " + Literals + "}";

    /// <summary>The tokens after the bracket of a list.</summary>
    public const string ElementStart = "{'[', ']', '{', '(', '.', ',', '-', '!', '?', " + Literals + "}";

    /// <summary>The tokens after the brace of a map.</summary>
    public const string EntryStart = "{'[', '{', '}', '(', '.', ',', '-', '!', '?', " + Literals + "}";

    private const string Literals = "'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER";

    private readonly Stack<TokenKind> open = new();
    private int position;

    public Token Current => tokens[position];

    public TokenKind Kind => tokens[position].Kind;

    public TokenKind KindAt(int ahead) => tokens[Math.Min(position + ahead, tokens.Count - 1)].Kind;

    public string TextOf(Token token) => text[token.Start..token.End];

    public Token Take()
    {
        var token = tokens[position];
        if (token.Kind is not TokenKind.End) position++;
        return token;
    }

    public bool TryTake(TokenKind kind)
    {
        if (Kind != kind) return false;
        Take();
        return true;
    }

    /// <summary>Says that what closes with a token was opened.</summary>
    public void Open(TokenKind closer) => open.Push(closer);

    /// <summary>Takes what closes the innermost bracket. What is one token too many or missing is an issue, and parsing goes on.</summary>
    public void Close(string expected)
    {
        var closer = open.Pop();
        if (TryTake(closer)) return;
        if (KindAt(1) == closer)
        {
            Report($"extraneous input {Shown()} expecting {expected}");
            Take();
            Take();
            return;
        }
        if (!expected.StartsWith('{') && MayFollow()) Report($"missing {expected} at {Shown()}");
        else Fail(expected);
    }

    /// <summary>Takes a token of a kind. One token too many before it is an issue, and parsing goes on.</summary>
    public Token Expect(TokenKind kind, string expected)
    {
        if (Kind != kind)
        {
            if (KindAt(1) != kind) Fail(expected);
            Report($"extraneous input {Shown()} expecting {expected}");
            Take();
        }
        return Take();
    }

    /// <summary>Skips a token where the one after it starts an expression and this one doesn't; else there is no going on.</summary>
    public void ExpectExpression(string expected)
    {
        if (StartsExpression(Kind)) return;
        if (Kind is TokenKind.End || !StartsExpression(KindAt(1))) Fail(expected);
        Report($"extraneous input {Shown()} expecting {expected}");
        Take();
    }

    /// <summary>
    /// Skips a token where the one after it starts an expression. Where instead this one may stand after an expression,
    /// that is missing, and parsing goes on without it: false.
    /// </summary>
    public bool TrySkipToExpression(string expected)
    {
        if (!MayEnd(Kind) || StartsExpression(KindAt(1)))
        {
            ExpectExpression(expected);
            return true;
        }
        Report($"mismatched input {Shown()} expecting {expected}");
        return false;
    }

    /// <summary>True where a key or the name of a field has no value; parsing goes on after it.</summary>
    public bool IsUnpaired()
    {
        if (Kind is not TokenKind.RightBrace) return false;
        Report($"mismatched input {Shown()} expecting ':'");
        return true;
    }

    /// <summary>Takes the name of a field of an object literal.</summary>
    public Token ExpectField()
    {
        const string Expected = "{'}', ',', '?', IDENTIFIER, ESC_IDENTIFIER}";
        if (Kind is not (TokenKind.Identifier or TokenKind.EscapedIdentifier))
        {
            if (KindAt(1) is not (TokenKind.Identifier or TokenKind.EscapedIdentifier)) Fail(Expected);
            Report($"extraneous input {Shown()} expecting {Expected}");
            Take();
        }
        return Take();
    }

    /// <summary>Ends parsing where the name of a field should be.</summary>
    public void FailSelection(bool optional)
    {
        if (optional) Fail("{IDENTIFIER, ESC_IDENTIFIER}");
        if (Kind is TokenKind.True or TokenKind.False or TokenKind.Null or TokenKind.In) Fail("IDENTIFIER");
        throw new CelSyntaxException(new CelIssue(Current.Start, $"Syntax error: no viable alternative at input '.{TextOf(Current)}'"));
    }

    public void Fail(string expected) =>
        throw new CelSyntaxException(new CelIssue(Current.Start, $"Syntax error: mismatched input {Shown()} expecting {expected}"));

    public void Report(string message) => issues.Add(new CelIssue(Current.Start, $"Syntax error: {message}"));

    public string Shown() => Kind is TokenKind.End ? "'<EOF>'" : $"'{TextOf(Current)}'";

    public static bool StartsExpression(TokenKind kind) => kind is TokenKind.LeftBracket or TokenKind.LeftBrace or TokenKind.LeftParenthesis
        or TokenKind.Dot or TokenKind.Minus or TokenKind.Not or TokenKind.True or TokenKind.False or TokenKind.Null or TokenKind.Float
        or TokenKind.Int or TokenKind.Uint or TokenKind.String or TokenKind.Bytes or TokenKind.Identifier;

    /// <summary>True where a token may stand right after an expression.</summary>
    private static bool MayEnd(TokenKind kind) => kind is TokenKind.And or TokenKind.Or or TokenKind.Equals or TokenKind.NotEquals or TokenKind.Less
        or TokenKind.LessEquals or TokenKind.Greater or TokenKind.GreaterEquals or TokenKind.In or TokenKind.Plus or TokenKind.Star or TokenKind.Slash
        or TokenKind.Percent or TokenKind.Question or TokenKind.RightBracket or TokenKind.RightParenthesis or TokenKind.RightBrace;

    /// <summary>True where the current token could stand after the one that is missing.</summary>
    private bool MayFollow() => Kind switch
    {
        TokenKind.End => open.Count == 0,
        TokenKind.Comma => open.Count > 0,
        TokenKind.RightBrace or TokenKind.RightBracket or TokenKind.RightParenthesis => open.TryPeek(out var outer) && outer == Kind,
        TokenKind.And or TokenKind.Or or TokenKind.Equals or TokenKind.NotEquals or TokenKind.Less or TokenKind.LessEquals or TokenKind.Greater
            or TokenKind.GreaterEquals or TokenKind.In or TokenKind.Plus or TokenKind.Minus or TokenKind.Star or TokenKind.Slash
            or TokenKind.Percent or TokenKind.Question or TokenKind.Dot or TokenKind.LeftBracket => true,
        _ => false,
    };
}

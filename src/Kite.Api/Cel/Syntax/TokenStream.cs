namespace Kite.Api.Cel.Syntax;

/// <summary>The tokens of an expression as the parser takes them, and what it says where another was expected.</summary>
internal sealed class TokenStream(string text, List<Token> tokens, List<CelIssue> issues)
{
    /// <summary>The tokens that an expression may start with, as messages list them.</summary>
    public const string ExpressionStart =
        "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";

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

    /// <summary>Skips a token where the one after it starts an expression; else there is no going on.</summary>
    public void SkipToExpression()
    {
        if (!StartsExpression(KindAt(1)) || Kind is TokenKind.End) Fail(ExpressionStart);
        Report($"extraneous input {Shown()} expecting {ExpressionStart}");
        Take();
    }

    public void Fail(string expected) =>
        throw new CelSyntaxException(new CelIssue(Current.Start, $"Syntax error: mismatched input {Shown()} expecting {expected}"));

    public void Report(string message) => issues.Add(new CelIssue(Current.Start, $"Syntax error: {message}"));

    public string Shown() => Kind is TokenKind.End ? "'<EOF>'" : $"'{TextOf(Current)}'";

    public static bool StartsExpression(TokenKind kind) => kind is TokenKind.LeftBracket or TokenKind.LeftBrace or TokenKind.LeftParenthesis
        or TokenKind.Dot or TokenKind.Minus or TokenKind.Not or TokenKind.True or TokenKind.False or TokenKind.Null or TokenKind.Float
        or TokenKind.Int or TokenKind.Uint or TokenKind.String or TokenKind.Bytes or TokenKind.Identifier;

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

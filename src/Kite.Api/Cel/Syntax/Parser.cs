namespace Kite.Api.Cel.Syntax;

/// <summary>
/// Parses an expression and expands its macros. What cel-go bounds is bounded: how deep expressions are within each
/// other, how deep the tree is, and the length of the text.
/// </summary>
internal sealed class Parser
{
    /// <summary>How deep expressions may be within each other, and how deep the tree may be.</summary>
    public const int MaxDepth = 250;

    /// <summary>How many code points an expression may have.</summary>
    public const int MaxCodePoints = 100_000;

    private readonly MacroTable macros;
    private readonly List<CelIssue> issues;
    private readonly TokenStream tokens;
    private readonly PrimaryParser primaries;
    private int expressionDepth;

    private Parser(string text, MacroTable macros, List<CelIssue> issues)
    {
        this.macros = macros;
        this.issues = issues;
        tokens = new TokenStream(text, new Lexer(text, issues).ReadAll(), issues);
        primaries = new PrimaryParser(tokens, this, issues);
    }

    /// <summary>The tree; null where there are issues.</summary>
    public static CelExpr? Parse(string text, MacroTable macros, List<CelIssue> issues)
    {
        if (text.Length > MaxCodePoints && text.EnumerateRunes().Count() is var size and > MaxCodePoints)
        {
            issues.Add(new CelIssue(-1, $"expression code point size exceeds limit: size: {size}, limit {MaxCodePoints}"));
            return null;
        }
        try
        {
            var parser = new Parser(text, macros, issues);
            var expression = parser.ParseExpression();
            parser.ParseEnd();
            Limit(expression);
            return issues.Count == 0 ? expression : null;
        }
        catch (CelSyntaxException e)
        {
            issues.Add(e.Issue);
            return null;
        }
    }

    public CelExpr ParseExpression()
    {
        if (++expressionDepth > MaxDepth) throw new CelSyntaxException(new CelIssue(-1, $"expression recursion limit exceeded: {MaxDepth}"));
        var result = ParseOr();
        if (tokens.Kind is TokenKind.Question)
        {
            var offset = tokens.Take().Start;
            var whenTrue = ParseOr();
            tokens.Expect(TokenKind.Colon, "':'");
            var whenFalse = ParseExpression();
            result = new CallExpr(offset, Operators.Conditional, null, result, whenTrue, whenFalse);
        }
        expressionDepth--;
        return result;
    }

    /// <summary>A call, or what its macro becomes.</summary>
    public CelExpr Call(int offset, string function, CelExpr? target, CelExpr[] arguments)
    {
        if (macros.Find(function, arguments.Length, target is not null) is { } macro
            && macro.Expand(new MacroContext(offset, issues), target, arguments) is { } expanded) return Limit(expanded);
        return new CallExpr(offset, function, target, arguments);
    }

    /// <summary>The node, unless it is too deep: that ends parsing.</summary>
    public static CelExpr Limit(CelExpr node) =>
        node.Height <= MaxDepth ? node : throw new CelSyntaxException(new CelIssue(-1, "max recursion depth exceeded"));

    private void ParseEnd()
    {
        if (tokens.Kind is TokenKind.End) return;
        if (tokens.KindAt(1) is not TokenKind.End) tokens.Fail("<EOF>");
        tokens.Report($"extraneous input {tokens.Shown()} expecting <EOF>");
    }

    private CelExpr ParseOr()
    {
        var first = ParseAnd();
        if (tokens.Kind is not TokenKind.Or) return first;
        var chain = new LogicalChain(Operators.Or, first);
        while (tokens.Kind is TokenKind.Or) chain.Add(tokens.Take().Start, ParseAnd());
        return chain.Build();
    }

    private CelExpr ParseAnd()
    {
        var first = ParseRelation();
        if (tokens.Kind is not TokenKind.And) return first;
        var chain = new LogicalChain(Operators.And, first);
        while (tokens.Kind is TokenKind.And) chain.Add(tokens.Take().Start, ParseRelation());
        return chain.Build();
    }

    private CelExpr ParseRelation()
    {
        var left = ParseSum();
        while (Relation(tokens.Kind) is { } function)
        {
            var offset = tokens.Take().Start;
            left = Limit(new CallExpr(offset, function, null, left, ParseSum()));
        }
        return left;
    }

    private CelExpr ParseSum()
    {
        var left = ParseProduct();
        while (tokens.Kind is TokenKind.Plus or TokenKind.Minus)
        {
            var token = tokens.Take();
            left = Limit(new CallExpr(token.Start, token.Kind is TokenKind.Plus ? Operators.Add : Operators.Subtract, null, left, ParseProduct()));
        }
        return left;
    }

    private CelExpr ParseProduct()
    {
        var left = ParseUnary();
        while (Product(tokens.Kind) is { } function)
        {
            var offset = tokens.Take().Start;
            left = Limit(new CallExpr(offset, function, null, left, ParseUnary()));
        }
        return left;
    }

    private CelExpr ParseUnary()
    {
        var kind = tokens.Kind;
        if (kind is not TokenKind.Not && (kind is not TokenKind.Minus || IsNumber(tokens.KindAt(1)))) return primaries.ParseMember();
        var offset = tokens.Current.Start;
        var count = 0;
        while (tokens.TryTake(kind)) count++;
        var operand = primaries.ParseMember();
        if (count % 2 == 0) return operand;
        return new CallExpr(offset, kind is TokenKind.Not ? Operators.Not : Operators.Negate, null, operand);
    }

    private static bool IsNumber(TokenKind kind) => kind is TokenKind.Int or TokenKind.Float;

    private static string? Relation(TokenKind kind) => kind switch
    {
        TokenKind.Equals => Operators.Equals,
        TokenKind.NotEquals => Operators.NotEquals,
        TokenKind.Less => Operators.Less,
        TokenKind.LessEquals => Operators.LessEquals,
        TokenKind.Greater => Operators.Greater,
        TokenKind.GreaterEquals => Operators.GreaterEquals,
        TokenKind.In => Operators.In,
        _ => null,
    };

    private static string? Product(TokenKind kind) => kind switch
    {
        TokenKind.Star => Operators.Multiply,
        TokenKind.Slash => Operators.Divide,
        TokenKind.Percent => Operators.Modulo,
        _ => null,
    };
}

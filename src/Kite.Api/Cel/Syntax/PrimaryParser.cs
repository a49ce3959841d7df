using System.Collections.Frozen;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Syntax;

/// <summary>Parses what binds closest: literals, names, calls, brackets, and the selections and indexes after them.</summary>
internal sealed class PrimaryParser(TokenStream tokens, Parser parser, List<CelIssue> issues)
{
    private static readonly FrozenSet<string> ReservedNames = new[]
    {
        "as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop", "package", "namespace",
        "null", "return", "true", "var", "void", "while",
    }.ToFrozenSet(StringComparer.Ordinal);

    public CelExpr ParseMember()
    {
        var result = ParsePrimary();
        while (tokens.Kind is TokenKind.Dot or TokenKind.LeftBracket)
        {
            result = Parser.Limit(tokens.Kind is TokenKind.Dot ? ParseSelection(result) : ParseIndex(result));
        }
        return result;
    }

    private CelExpr ParseSelection(CelExpr operand)
    {
        var dot = tokens.Take();
        var optional = tokens.TryTake(TokenKind.Question);
        if (tokens.Kind is not (TokenKind.Identifier or TokenKind.EscapedIdentifier)) tokens.FailSelection(optional);
        var name = tokens.Take();
        var field = name.Kind is TokenKind.EscapedIdentifier ? tokens.TextOf(name)[1..^1] : tokens.TextOf(name);
        if (optional) return new CallExpr(dot.Start, Operators.OptionalSelect, null, operand, new ConstantExpr(name.Start, CelValue.Of(field)));
        if (tokens.Kind is not TokenKind.LeftParenthesis || name.Kind is TokenKind.EscapedIdentifier) return new SelectExpr(dot.Start, operand, field, false);
        var parenthesis = tokens.Current.Start;
        return parser.Call(parenthesis, field, operand, ParseArguments());
    }

    private CallExpr ParseIndex(CelExpr operand)
    {
        var bracket = tokens.Take();
        tokens.Open(TokenKind.RightBracket);
        var function = tokens.TryTake(TokenKind.Question) ? Operators.OptionalIndex : Operators.Index;
        var index = parser.ParseExpression();
        tokens.Close("']'");
        return new CallExpr(bracket.Start, function, null, operand, index);
    }

    private CelExpr ParsePrimary()
    {
        if (!TokenStream.StartsExpression(tokens.Kind) && !tokens.TrySkipToExpression(TokenStream.ExpressionStart)) return new ConstantExpr(tokens.Current.Start, CelValue.Null);
        return tokens.Kind switch
        {
            TokenKind.LeftParenthesis => ParseNested(),
            TokenKind.LeftBracket => ParseList(),
            TokenKind.LeftBrace => ParseMap(),
            TokenKind.Dot or TokenKind.Identifier => ParseName(),
            TokenKind.Not => throw new CelSyntaxException(new CelIssue(tokens.Current.Start, "Syntax error: extraneous input '!' expecting " + TokenStream.ExpressionStart)),
            _ => ParseLiteral(),
        };
    }

    private CelExpr ParseNested()
    {
        tokens.Take();
        tokens.Open(TokenKind.RightParenthesis);
        var result = parser.ParseExpression();
        tokens.Close("')'");
        return result;
    }

    private CelExpr[] ParseArguments()
    {
        tokens.Take();
        tokens.Open(TokenKind.RightParenthesis);
        var arguments = new List<CelExpr>();
        if (tokens.Kind is not TokenKind.RightParenthesis)
        {
            tokens.ExpectExpression(TokenStream.ArgumentStart);
            do arguments.Add(parser.ParseExpression());
            while (tokens.TryTake(TokenKind.Comma));
        }
        tokens.Close("')'");
        return [.. arguments];
    }

    private ListExpr ParseList()
    {
        var start = tokens.Take().Start;
        tokens.Open(TokenKind.RightBracket);
        if (tokens.Kind is not (TokenKind.RightBracket or TokenKind.Question)) tokens.ExpectExpression(TokenStream.ElementStart);
        var elements = new List<CelExpr>();
        var optional = new List<bool>();
        while (tokens.Kind is not TokenKind.RightBracket)
        {
            optional.Add(tokens.TryTake(TokenKind.Question));
            elements.Add(parser.ParseExpression());
            if (!tokens.TryTake(TokenKind.Comma)) break;
        }
        tokens.Close("{']', ','}");
        return new ListExpr(start, [.. elements], optional.Contains(true) ? [.. optional] : null);
    }

    private MapExpr ParseMap()
    {
        var start = tokens.Take().Start;
        tokens.Open(TokenKind.RightBrace);
        if (tokens.Kind is not (TokenKind.RightBrace or TokenKind.Question)) tokens.ExpectExpression(TokenStream.EntryStart);
        var entries = new List<MapEntryExpr>();
        while (tokens.Kind is not TokenKind.RightBrace)
        {
            var optional = tokens.TryTake(TokenKind.Question);
            var key = parser.ParseExpression();
            if (tokens.IsUnpaired()) break;
            var colon = tokens.Expect(TokenKind.Colon, "':'").Start;
            entries.Add(new MapEntryExpr(colon, key, parser.ParseExpression(), optional));
            if (!tokens.TryTake(TokenKind.Comma)) break;
        }
        tokens.Close("{'}', ','}");
        return new MapExpr(start, [.. entries]);
    }

    private CelExpr ParseName()
    {
        var absolute = tokens.TryTake(TokenKind.Dot);
        if (tokens.Kind is not TokenKind.Identifier) tokens.FailSelection(optional: false);
        if (IsObjectLiteral()) return ParseObject(absolute);
        var token = tokens.Take();
        var name = tokens.TextOf(token);
        var reserved = ReservedNames.Contains(name);
        if (reserved) issues.Add(new CelIssue(token.Start, $"reserved identifier: {name}"));
        if (absolute) name = "." + name;
        if (tokens.Kind is not TokenKind.LeftParenthesis) return reserved ? new ConstantExpr(token.Start, CelValue.Null) : new IdentExpr(token.Start, name);
        var parenthesis = tokens.Current.Start;
        return parser.Call(parenthesis, name, null, ParseArguments());
    }

    private bool IsObjectLiteral()
    {
        var ahead = 1;
        while (tokens.KindAt(ahead) is TokenKind.Dot && tokens.KindAt(ahead + 1) is TokenKind.Identifier) ahead += 2;
        return tokens.KindAt(ahead) is TokenKind.LeftBrace;
    }

    private ObjectExpr ParseObject(bool absolute)
    {
        var name = (absolute ? "." : "") + tokens.TextOf(tokens.Take());
        while (tokens.TryTake(TokenKind.Dot)) name += "." + tokens.TextOf(tokens.Take());
        var brace = tokens.Take().Start;
        tokens.Open(TokenKind.RightBrace);
        var fields = new List<ObjectFieldExpr>();
        while (tokens.Kind is not TokenKind.RightBrace)
        {
            var optional = tokens.TryTake(TokenKind.Question);
            var field = tokens.ExpectField();
            var text = tokens.TextOf(field);
            if (tokens.IsUnpaired()) break;
            var colon = tokens.Expect(TokenKind.Colon, "':'").Start;
            fields.Add(new ObjectFieldExpr(colon, field.Kind is TokenKind.EscapedIdentifier ? text[1..^1] : text, parser.ParseExpression(), optional));
            if (!tokens.TryTake(TokenKind.Comma)) break;
        }
        tokens.Close("{'}', ','}");
        return new ObjectExpr(brace, name, [.. fields]);
    }

    private ConstantExpr ParseLiteral()
    {
        var start = tokens.Current.Start;
        var negative = tokens.TryTake(TokenKind.Minus);
        var token = tokens.Take();
        try
        {
            return new ConstantExpr(start, Value(token, negative));
        }
        catch (FormatException e)
        {
            issues.Add(new CelIssue(start, e.Message));
            return new ConstantExpr(start, CelValue.Null);
        }
    }

    private CelValue Value(Token token, bool negative) => token.Kind switch
    {
        TokenKind.Int => Literals.Int(tokens.TextOf(token), negative),
        TokenKind.Float => Literals.Double(tokens.TextOf(token), negative),
        TokenKind.Uint => Literals.Uint(tokens.TextOf(token)),
        TokenKind.String => CelValue.Of(Literals.String(tokens.TextOf(token))),
        TokenKind.Bytes => CelValue.Of(new CelBytes(Literals.Bytes(tokens.TextOf(token)))),
        TokenKind.True => CelValue.True,
        TokenKind.False => CelValue.False,
        _ => CelValue.Null,
    };
}

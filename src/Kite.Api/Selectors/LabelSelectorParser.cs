using System.Globalization;

namespace Kite.Api.Selectors;

/// <summary>Reads label selectors by upstream's grammar, with its words for what is wrong.</summary>
internal ref struct LabelSelectorParser
{
    private LabelSelectorLexer lexer;
    private SelectorToken current;
    private bool isInRequirement;

    private LabelSelectorParser(string text)
    {
        lexer = new LabelSelectorLexer(text);
        current = lexer.Next();
    }

    internal static bool TryParse(string text, out List<LabelRequirement> requirements, out string error)
    {
        requirements = [];
        error = "";
        var parser = new LabelSelectorParser(text);
        try
        {
            parser.ReadAll(requirements);
            return true;
        }
        catch (FormatException e)
        {
            error = parser.isInRequirement ? $"unable to parse requirement: {e.Message}" : e.Message;
            return false;
        }
    }

    private void ReadAll(List<LabelRequirement> requirements)
    {
        while (current.Kind != SelectorToken.End)
        {
            if (!current.StartsRequirement) throw Unexpected(current, ", expected: !, identifier, or 'end of string'");
            isInRequirement = true;
            requirements.Add(ReadRequirement());
            isInRequirement = false;
            var next = Take();
            if (next.Kind == SelectorToken.End) return;
            if (next.Kind != ",") throw Unexpected(next, ", expected: ',' or 'end of string'");
            if (!current.StartsRequirement) throw Unexpected(current, ", expected: identifier after ','");
        }
    }

    private LabelRequirement ReadRequirement()
    {
        var absent = current.Kind == "!";
        if (absent) Take();
        var key = Take();
        if (!key.IsName) throw Unexpected(key, ", expected: identifier");
        if (LabelSyntax.KeyError(key.Literal) is { } error) throw new FormatException($"<nil>: Invalid value: \"{key.Literal}\": {error}");
        if (absent) return new LabelRequirement(key.Literal, SelectorOperator.DoesNotExist, []);
        if (current.Kind is SelectorToken.End or ",") return new LabelRequirement(key.Literal, SelectorOperator.Exists, []);
        var (operation, isSet) = ReadOperator();
        var requirement = new LabelRequirement(key.Literal, operation, isSet ? ReadSet() : [ReadValue()]);
        CheckValues(requirement);
        return requirement;
    }

    private (SelectorOperator Operator, bool IsSet) ReadOperator()
    {
        var token = Take();
        return token.Kind switch
        {
            "=" or "==" => (SelectorOperator.In, false),
            "!=" => (SelectorOperator.NotIn, false),
            ">" => (SelectorOperator.GreaterThan, false),
            "<" => (SelectorOperator.LessThan, false),
            "in" => (SelectorOperator.In, true),
            "notin" => (SelectorOperator.NotIn, true),
            _ => throw Unexpected(token, ", expected: in, notin, =, ==, !=, gt, lt"),
        };
    }

    private string ReadValue()
    {
        if (current.Kind is SelectorToken.End or ",") return "";
        var token = Take();
        return token.IsName ? token.Literal : throw Unexpected(token, ", expected: identifier");
    }

    private string[] ReadSet()
    {
        var open = Take();
        if (open.Kind != "(") throw Unexpected(open, " expected: '('");
        if (!current.IsName && current.Kind is not ("," or ")")) throw Unexpected(current, ", expected: ',', ')' or identifier");
        var values = new SortedSet<string>(StringComparer.Ordinal);
        while (true)
        {
            // An empty place between commas is the empty value.
            if (current.Kind is "," or ")") values.Add("");
            else if (current.IsName) values.Add(Take().Literal);
            else throw Unexpected(current, ", expected: ',', or identifier");
            var next = Take();
            if (next.Kind == ")") return [.. values];
            if (next.Kind != ",") throw Unexpected(next, ", expected: ',' or ')'");
        }
    }

    private static void CheckValues(LabelRequirement requirement)
    {
        foreach (var value in requirement.Values)
        {
            if (requirement.Operator is SelectorOperator.GreaterThan or SelectorOperator.LessThan
                && !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                throw new FormatException($"values[0]: Invalid value: \"{value}\": for 'Gt', 'Lt' operators, the value must be an integer");
            if (LabelSyntax.ValueError(value) is { } error)
                throw new FormatException($"values[0][{requirement.Key}]: Invalid value: \"{value}\": {error}");
        }
    }

    private SelectorToken Take()
    {
        var token = current;
        current = lexer.Next();
        return token;
    }

    private static FormatException Unexpected(SelectorToken token, string expected) => new($"found '{token.Literal}'{expected}");
}

using Kite.Api.Cel.Evaluation;
using Kite.Api.Cel.Syntax;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Checking;

/// <summary>Refuses literals that can't be the duration, the timestamp or the regular expression that they are used as, and what libraries refuse.</summary>
internal static class LiteralValidator
{
    public static void Validate(CelExpr tree, IReadOnlyList<Action<CallExpr, List<CelIssue>>> validators, List<CelIssue> issues)
    {
        var pending = new Stack<CelExpr>([tree]);
        var visited = new HashSet<CelExpr>();
        while (pending.TryPop(out var node))
        {
            if (!visited.Add(node)) continue;
            if (node is CallExpr call)
            {
                Validate(call, issues);
                foreach (var validate in validators) validate(call, issues);
            }
            foreach (var child in SyntaxTree.Children(node)) pending.Push(child);
        }
    }

    private static void Validate(CallExpr call, List<CelIssue> issues)
    {
        var position = call switch
        {
            { Function: "duration" or "timestamp", Target: null, Arguments.Length: 1 } => 0,
            { Function: "matches", Target: null, Arguments.Length: 2 } => 1,
            { Function: "matches", Target: not null, Arguments.Length: 1 } => 0,
            _ => -1,
        };
        if (position < 0 || call.Arguments[position] is not ConstantExpr { Value.Kind: CelKind.String } literal) return;
        var text = literal.Value.AsString;
        var valid = call.Function switch
        {
            "duration" => DurationText.TryParse(text, out _),
            "timestamp" => TimestampText.TryParse(text, out _),
            _ => Patterns.IsValid(text),
        };
        if (!valid) issues.Add(new CelIssue(literal.Offset, $"invalid {call.Function} argument"));
    }
}

namespace Kite.Api.RegularExpressions;

/// <summary>A pattern as steps of a machine that follows all ways at once, so that its time is at most steps times code points.</summary>
internal sealed class RegularProgram
{
    /// <summary>Patterns that take more steps than this are refused. Go's limit is some ten times higher.</summary>
    internal const int MostSteps = 1 << 18;

    private readonly List<Step> steps = [];

    private RegularProgram()
    {
    }

    /// <summary>The steps; the first is where matching starts.</summary>
    internal IReadOnlyList<Step> Steps => steps;

    /// <summary>Where matching starts.</summary>
    internal int Start { get; private set; }

    /// <summary>True where a match can only start where the text does.</summary>
    internal bool IsAnchored { get; private init; }

    /// <summary>True where it depends on places.</summary>
    internal bool HasAssertions { get; private set; }

    /// <summary>Makes the program of a pattern.</summary>
    internal static RegularProgram Of(PatternNode node)
    {
        var program = new RegularProgram { IsAnchored = IsAnchoredAt(node) };
        var match = program.Add(new Step(StepKind.Match, 0));
        program.Start = program.Add(node, match);
        return program;
    }

    private static bool IsAnchoredAt(PatternNode node) => node.Kind switch
    {
        PatternNodeKind.Assertion => node.Assertion is PatternAssertion.BeginText,
        PatternNodeKind.Concatenation => IsAnchoredAt(node.Children[0]),
        PatternNodeKind.Alternation => node.Children.All(IsAnchoredAt),
        PatternNodeKind.Repetition => node.Least > 0 && IsAnchoredAt(node.Children[0]),
        _ => false,
    };

    /// <summary>Adds a part that goes on at a step; returns where it starts. So it is built from its end.</summary>
    private int Add(PatternNode node, int next)
    {
        switch (node.Kind)
        {
            case PatternNodeKind.Set:
                return Add(new Step(StepKind.Read, next, Set: node.Set));
            case PatternNodeKind.Assertion:
                HasAssertions = true;
                return Add(new Step(StepKind.Assert, next, Assertion: node.Assertion));
            case PatternNodeKind.Concatenation:
                for (var i = node.Children.Count - 1; i >= 0; i--) next = Add(node.Children[i], next);
                return next;
            case PatternNodeKind.Alternation:
                var start = Add(node.Children[^1], next);
                for (var i = node.Children.Count - 2; i >= 0; i--) start = Add(new Step(StepKind.Split, Add(node.Children[i], next), start));
                return start;
            case PatternNodeKind.Repetition:
                return AddRepetition(node, next);
            default:
                return next;
        }
    }

    private int AddRepetition(PatternNode node, int next)
    {
        var child = node.Children[0];
        var start = next;
        if (node.Most < 0)
        {
            start = AddLoop(child, next, node.IsLazy, skips: node.Least == 0);
        }
        else
        {
            for (var i = node.Least; i < node.Most; i++) start = Add(Split(Add(child, start), next, node.IsLazy));
        }
        for (var i = node.Most < 0 ? 1 : 0; i < node.Least; i++) start = Add(child, start);
        return start;
    }

    /// <summary>One time or more, or with <paramref name="skips"/> none. Entering is a decision of its own, so that a child that matches nothing counts once.</summary>
    private int AddLoop(PatternNode child, int next, bool isLazy, bool skips)
    {
        var again = Add(new Step(StepKind.Split, 0, next));
        var start = Add(child, again);
        steps[again] = Split(start, next, isLazy);
        return skips ? Add(Split(start, next, isLazy)) : start;
    }

    private static Step Split(int into, int past, bool isLazy) => isLazy ? new Step(StepKind.Split, past, into) : new Step(StepKind.Split, into, past);

    private int Add(Step step)
    {
        steps.Add(step);
        return steps.Count - 1;
    }
}

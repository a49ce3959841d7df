namespace Kite.Api.CustomResources.Values;

/// <summary>What a check found, and how much of the schema it matched: of alternatives that all fail, the problems of the best match are told.</summary>
internal sealed class ValueResult
{
    private List<ValueProblem>? problems;
    private HashSet<(ValueProblemKind, string?, string)>? seen;

    internal IReadOnlyList<ValueProblem> Problems => problems ?? (IReadOnlyList<ValueProblem>)[];

    internal bool IsValid => problems is null;

    /// <summary>How many checks were made.</summary>
    internal int Matches { get; private set; }

    internal void Count(int checks = 1) => Matches += checks;

    internal void Add(ValueProblem problem)
    {
        if (!(seen ??= []).Add((problem.Kind, problem.Path?.ToString(), problem.Detail))) return;
        (problems ??= []).Add(problem);
    }

    internal void Merge(ValueResult other)
    {
        Matches += other.Matches;
        foreach (var problem in other.Problems) Add(problem);
    }
}

namespace Kite.Api.CustomResources.Values;

/// <summary>What a check found, and how much of the schema it matched: of alternatives that all fail, the problems of the best match are told.</summary>
internal sealed class ValueResult
{
    /// <summary>The most problems that are told of a value.</summary>
    internal const int MaxProblems = 500;

    private List<ValueProblem>? problems;

    internal IReadOnlyList<ValueProblem> Problems => problems ?? (IReadOnlyList<ValueProblem>)[];

    internal bool IsValid => problems is null;

    /// <summary>How many checks were made.</summary>
    internal int Matches { get; private set; }

    /// <summary>True where a part of the value is known to have changed, and so the value.</summary>
    internal bool IsChanged { get; set; }

    internal void Count(int checks = 1) => Matches += checks;

    internal void Add(ValueProblem problem)
    {
        problems ??= [];
        if (problems.Count < MaxProblems) problems.Add(problem);
    }

    internal void Merge(ValueResult other)
    {
        Matches += other.Matches;
        IsChanged |= other.IsChanged;
        if (other.problems is null) return;
        if (problems is null) problems = other.problems;
        else foreach (var problem in other.problems) Add(problem);
    }
}

using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Functions;

/// <summary>A function: a name and its signatures. What it does either each overload says, or the function for all of them.</summary>
public sealed class CelFunction(string name, params IReadOnlyList<CelOverload> overloads)
{
    /// <summary>The name; with dots where it is called with a namespace: <c>ip.isCanonical</c>.</summary>
    public string Name => name;

    /// <summary>The signatures, in the order in which they are tried.</summary>
    public IReadOnlyList<CelOverload> Overloads => overloads;

    /// <summary>What all overloads of one argument do that don't say it themselves. It sees values of any type.</summary>
    public Func<CelValue, CelValue>? Unary { get; init; }

    /// <summary>What all overloads of two arguments do that don't say it themselves. It sees values of any type.</summary>
    public Func<CelValue, CelValue, CelValue>? Binary { get; init; }

    /// <summary>What calls cost at run time where their overload doesn't say it; null is 1.</summary>
    public CelCallCost? Cost { get; init; }

    /// <summary>What calls cost at run time of which only the values tell the overload; null is what other calls cost.</summary>
    internal CelCallCost? UnresolvedCost { get; init; }

    /// <summary>What calls will cost where their overload doesn't say it; null is 1.</summary>
    public CelCallEstimator? Estimate { get; init; }

    /// <summary>
    /// What is wrong with an argument that is a constant, by its place; of a method what it is called on is at 0. Where something is, the
    /// expression has no program. Null for nothing.
    /// </summary>
    public Func<int, CelValue, string?>? CheckConstant { get; init; }

    /// <summary>The function with the overloads of another of the same name after its own.</summary>
    internal CelFunction Merge(CelFunction other) => new(name, [.. overloads, .. other.Overloads])
    {
        Unary = Unary ?? other.Unary,
        Binary = Binary ?? other.Binary,
        Cost = Cost ?? other.Cost,
        UnresolvedCost = UnresolvedCost ?? other.UnresolvedCost,
        Estimate = Estimate ?? other.Estimate,
        CheckConstant = CheckConstant ?? other.CheckConstant,
    };
}

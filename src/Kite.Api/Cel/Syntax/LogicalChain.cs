namespace Kite.Api.Cel.Syntax;

/// <summary>A chain of one logical operator, which becomes a balanced tree: its depth grows with the logarithm of its length.</summary>
internal sealed class LogicalChain(string function, CelExpr first)
{
    private readonly List<CelExpr> terms = [first];
    private readonly List<int> offsets = [];

    public void Add(int offset, CelExpr term)
    {
        offsets.Add(offset);
        terms.Add(term);
    }

    public CelExpr Build() => Build(0, offsets.Count - 1);

    private CallExpr Build(int low, int high)
    {
        var middle = (low + high + 1) / 2;
        var left = middle == low ? terms[middle] : Build(low, middle - 1);
        var right = middle == high ? terms[middle + 1] : Build(middle + 1, high);
        return new CallExpr(offsets[middle], function, null, left, right);
    }
}

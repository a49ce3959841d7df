using Kite.Api.Cel.Syntax;
using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Costs;

/// <summary>What is known of the sizes of parts of an expression, and by which paths they are reached.</summary>
internal sealed class SizeTracker(ICelSizeEstimator estimator) : ICelSizes
{
    private readonly Dictionary<CelExpr, IReadOnlyList<string>> paths = [];
    private readonly Dictionary<CelExpr, SizeEstimate> computed = [];
    private readonly Dictionary<CelExpr, EntrySize> entries = [];
    private readonly List<Local> locals = [];

    /// <inheritdoc/>
    public SizeEstimate SizeOf(CelCostNode node) => node.ComputedSize ?? estimator.EstimateSize(node) ?? SizeEstimate.Unknown;

    public SizeEstimate SizeOf(CelExpr node) => FindSize(node) ?? SizeEstimate.Unknown;

    public Local? FindLocal(string name) => locals.FindLast(local => local.Name == name);

    public IReadOnlyList<string> PathOf(CelExpr node)
    {
        if (node is IdentExpr ident && FindLocal(ident.Name) is { } local) return local.Path;
        return paths.GetValueOrDefault(node, []);
    }

    public void SetPath(CelExpr node, IReadOnlyList<string> path) => paths[node] = path;

    public void SetSize(CelExpr node, SizeEstimate? size)
    {
        if (size is { } known) computed[node] = known;
    }

    public void SetEntrySize(CelExpr node, EntrySize? size)
    {
        if (size is not null) entries[node] = size;
    }

    public void CopySizes(CelExpr to, CelExpr from)
    {
        SetSize(to, FindSize(from));
        SetEntrySize(to, FindEntrySize(from));
    }

    /// <summary>A name for a value.</summary>
    public void EnterValue(string name, CelExpr value) => locals.Add(new Local(name, PathOf(value), FindSize(value), FindEntrySize(value)));

    /// <summary>A name for the indexes of a list or the keys of a map.</summary>
    public void EnterKey(string name, CelExpr range) =>
        locals.Add(new Local(name, [.. PathOf(range), IsList(range) ? "@indices" : "@keys"], FindEntrySize(range)?.Key, null));

    /// <summary>A name for the elements of a list or the values of a map.</summary>
    public void EnterElement(string name, CelExpr range) =>
        locals.Add(new Local(name, [.. PathOf(range), IsList(range) ? "@items" : "@values"], FindEntrySize(range)?.Value, null));

    /// <summary>A name for the elements of a list or the keys of a map.</summary>
    public void EnterVisited(string name, CelExpr range)
    {
        if (IsList(range)) EnterElement(name, range);
        else EnterKey(name, range);
    }

    public void Leave(int count) => locals.RemoveRange(locals.Count - count, count);

    /// <summary>The part as functions see it when they estimate. Accumulators of macros have no path.</summary>
    public CelCostNode Describe(CelExpr node)
    {
        var path = PathOf(node);
        return new CelCostNode
        {
            Path = path.Count > 0 && path[0] == ComprehensionExpr.ResultName ? [] : path,
            Type = node.Type,
            Constant = (node as ConstantExpr)?.Value,
            ComputedSize = FindSize(node),
        };
    }

    public SizeEstimate? FindSize(CelExpr node)
    {
        if (computed.TryGetValue(node, out var known)) return known;
        if (LiteralSize(node) is { } literal) return literal;
        if (estimator.EstimateSize(new CelCostNode { Path = PathOf(node), Type = node.Type }) is { } declared)
        {
            computed[node] = declared;
            return declared;
        }
        if (IsScalar(node.Type)) return SizeEstimate.Fixed(1);
        return node is IdentExpr ident ? FindLocal(ident.Name)?.Size : null;
    }

    public EntrySize? FindEntrySize(CelExpr node)
    {
        if (entries.TryGetValue(node, out var known)) return known;
        return node is IdentExpr ident ? FindLocal(ident.Name)?.Entries : null;
    }

    private bool IsList(CelExpr range) => FindEntrySize(range)?.IsList ?? range.Type.TypeKind is CelTypeKind.List;

    private static SizeEstimate? LiteralSize(CelExpr node) => node switch
    {
        ConstantExpr { Value: var value } => SizeEstimate.Fixed((ulong)value.Size),
        ListExpr list => SizeEstimate.Fixed((ulong)list.Elements.Length),
        MapExpr map => SizeEstimate.Fixed((ulong)map.Entries.Length),
        _ => null,
    };

    private static bool IsScalar(CelType type) => type.TypeKind switch
    {
        CelTypeKind.Bool or CelTypeKind.Int or CelTypeKind.Uint or CelTypeKind.Double or CelTypeKind.Duration or CelTypeKind.Timestamp => true,
        CelTypeKind.Opaque => type.IsOptional && IsScalar(type.Parameters[0]),
        _ => false,
    };

    /// <summary>A name that an expression gives.</summary>
    internal sealed record Local(string Name, IReadOnlyList<string> Path, SizeEstimate? Size, EntrySize? Entries);
}

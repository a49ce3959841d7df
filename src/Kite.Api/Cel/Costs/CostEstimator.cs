using Kite.Api.Cel.Evaluation;
using Kite.Api.Cel.Syntax;
using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Costs;

/// <summary>Estimates what evaluating a checked expression will cost: at least and at most.</summary>
internal sealed class CostEstimator : ICelSizes
{
    private readonly SizeTracker sizes;
    private readonly CallCosts calls;
    private readonly Dictionary<CelExpr, CostEstimate> known = [];

    public CostEstimator(ICelSizeEstimator estimator)
    {
        sizes = new SizeTracker(estimator);
        calls = new CallCosts(this, sizes);
    }

    /// <inheritdoc/>
    public SizeEstimate SizeOf(CelCostNode node) => sizes.SizeOf(node);

    public CostEstimate Estimate(CelExpr node)
    {
        if (known.TryGetValue(node, out var cost)) return cost;
        return known[node] = EstimateNew(node);
    }

    private CostEstimate EstimateNew(CelExpr node) => node switch
    {
        ConstantExpr => default,
        IdentExpr ident => EstimateIdent(ident, ident.Name),
        SelectExpr { QualifiedName: { } name } select => EstimateIdent(select, name),
        SelectExpr select => EstimateSelect(select),
        CallExpr call => calls.Estimate(call),
        ListExpr list => EstimateList(list),
        MapExpr map => EstimateMap(map),
        ObjectExpr value => value.Fields.Aggregate(CostEstimate.Fixed(RuntimeCosts.Object), (sum, field) => sum.Add(Estimate(field.Value))),
        ComprehensionExpr { IsBinding: true } binding => EstimateBinding(binding),
        ComprehensionExpr loop => EstimateLoop(loop),
        _ => default,
    };

    private CostEstimate EstimateIdent(CelExpr node, string name)
    {
        sizes.SetPath(node, sizes.FindLocal(name)?.Path ?? [name]);
        return CostEstimate.Fixed(1);
    }

    private CostEstimate EstimateSelect(SelectExpr select)
    {
        var cost = Estimate(select.Operand);
        if (select.TestOnly) return cost;
        if (select.Operand.Type.TypeKind is CelTypeKind.Map or CelTypeKind.Object or CelTypeKind.Parameter) cost = cost.Add(CostEstimate.Fixed(1));
        sizes.SetPath(select, [.. sizes.PathOf(select.Operand), select.Field]);
        return cost;
    }

    private CostEstimate EstimateList(ListExpr list)
    {
        var cost = CostEstimate.Fixed(RuntimeCosts.List);
        SizeEstimate? element = list.Elements.Length == 0 ? default(SizeEstimate) : null;
        foreach (var item in list.Elements)
        {
            cost = cost.Add(Estimate(item));
            var size = sizes.SizeOf(item);
            element = element?.Union(size) ?? size;
        }
        sizes.SetEntrySize(list, new EntrySize(true, SizeEstimate.Fixed(1), element!.Value));
        return cost;
    }

    private CostEstimate EstimateMap(MapExpr map)
    {
        var cost = CostEstimate.Fixed(RuntimeCosts.Map);
        SizeEstimate? key = null;
        SizeEstimate? value = null;
        foreach (var entry in map.Entries)
        {
            cost = cost.Add(Estimate(entry.Key)).Add(Estimate(entry.Value));
            key = key?.Union(sizes.SizeOf(entry.Key)) ?? sizes.SizeOf(entry.Key);
            value = value?.Union(sizes.SizeOf(entry.Value)) ?? sizes.SizeOf(entry.Value);
        }
        sizes.SetEntrySize(map, new EntrySize(false, key ?? default, value ?? default));
        return cost;
    }

    private CostEstimate EstimateBinding(ComprehensionExpr binding)
    {
        var cost = Estimate(binding.Range).Add(Estimate(binding.Initial));
        sizes.EnterValue(binding.Accumulator, binding.Initial);
        cost = cost.Add(Estimate(binding.Result));
        sizes.Leave(1);
        sizes.CopySizes(binding, binding.Result);
        return cost;
    }

    private CostEstimate EstimateLoop(ComprehensionExpr loop)
    {
        var cost = Estimate(loop.Range).Add(Estimate(loop.Initial));
        sizes.EnterValue(loop.Accumulator, loop.Initial);
        if (loop.SecondVariable is { } second)
        {
            sizes.EnterKey(loop.Variable, loop.Range);
            sizes.EnterElement(second, loop.Range);
        }
        else
        {
            sizes.EnterVisited(loop.Variable, loop.Range);
        }
        var condition = Estimate(loop.Condition);
        var step = Estimate(loop.Step);
        sizes.Leave(loop.SecondVariable is null ? 1 : 2);
        cost = cost.Add(Estimate(loop.Result));
        sizes.Leave(1);
        var count = sizes.SizeOf(loop.Range);
        SetLoopSize(loop, count);
        return cost.Add(count.MultiplyByCost(step.Add(condition)));
    }

    private void SetLoopSize(ComprehensionExpr loop, SizeEstimate count)
    {
        if (loop.Initial is ConstantExpr)
        {
            sizes.SetSize(loop, sizes.FindSize(loop.Initial));
        }
        else if (loop.Initial is ListExpr or MapExpr)
        {
            sizes.SetSize(loop, count);
            sizes.SetEntrySize(loop, sizes.FindEntrySize(loop.Step));
        }
    }
}

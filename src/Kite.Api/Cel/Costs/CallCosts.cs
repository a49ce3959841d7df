using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Syntax;

namespace Kite.Api.Cel.Costs;

/// <summary>Estimates calls: what spans all overloads that may be meant.</summary>
internal sealed class CallCosts(CostEstimator estimator, SizeTracker sizes)
{
    public CostEstimate Estimate(CallExpr call)
    {
        if (call.Function == "dyn") return EstimateDyn(call);
        var arguments = call.Arguments.Select(estimator.Estimate).ToArray();
        var nodes = call.Arguments.Select(sizes.Describe).ToArray();
        var target = default(CostEstimate);
        CelCostNode? targetNode = null;
        if (call.Target is { } on)
        {
            target = estimator.Estimate(on);
            targetNode = sizes.Describe(on);
        }
        if (call.Overloads.Count == 0) return call.Function == Operators.OptionalSelect ? target.Add(EstimateOptionalSelect(call, arguments)) : default;
        var cost = default(CostEstimate?);
        var size = default(SizeEstimate?);
        foreach (var overload in call.Overloads)
        {
            var estimate = Estimate(call, overload, targetNode, nodes, arguments);
            cost = cost?.Union(estimate.Cost) ?? estimate.Cost;
            if (estimate.ResultSize is { } result) size = size?.Union(result) ?? result;
            size = Index(call, overload, size) ?? size ?? sizes.FindSize(call);
        }
        sizes.SetSize(call, size);
        return target.Add(cost!.Value);
    }

    private CostEstimate EstimateDyn(CallExpr call)
    {
        var cost = CostEstimate.Fixed(1).Add(estimator.Estimate(call.Arguments[0]));
        sizes.CopySizes(call, call.Arguments[0]);
        return cost;
    }

    private CostEstimate EstimateOptionalSelect(CallExpr call, CostEstimate[] arguments)
    {
        sizes.SetSize(call, sizes.FindSize(call));
        return CostEstimate.Fixed(1).Add(arguments[0]);
    }

    private SizeEstimate? Index(CallExpr call, CelOverload overload, SizeEstimate? size)
    {
        var step = overload.Id switch { "index_list" => "@items", "index_map" => "@values", _ => null };
        if (step is null) return size;
        sizes.SetPath(call, [.. sizes.PathOf(call.Arguments[0]), step]);
        return sizes.FindEntrySize(call.Arguments[0])?.Value;
    }

    private CelCallEstimate Estimate(CallExpr call, CelOverload overload, CelCostNode? target, CelCostNode[] nodes, CostEstimate[] arguments)
    {
        if (call.Function is Operators.And or Operators.Or) return new CelCallEstimate(arguments[0] with { Max = arguments[0].Add(arguments[1]).Max });
        if (call.Function == Operators.Conditional) return EstimateConditional(call, arguments);
        if (call.Function == Operators.Add && overload.Id is "add_list" or "add_string" or "add_bytes") TrackEntries(call);
        var own = overload.Estimate?.Invoke(estimator, target, nodes) ?? call.DeclaredEstimate?.Invoke(estimator, target, nodes) ?? new CelCallEstimate(CostEstimate.Fixed(1));
        return own with { Cost = arguments.Aggregate(own.Cost, (sum, argument) => sum.Add(argument)) };
    }

    private CelCallEstimate EstimateConditional(CallExpr call, CostEstimate[] arguments)
    {
        var size = sizes.SizeOf(call.Arguments[1]).Union(sizes.SizeOf(call.Arguments[2]));
        sizes.SetEntrySize(call, EntrySize.Union(sizes.FindEntrySize(call.Arguments[1]), sizes.FindEntrySize(call.Arguments[2])));
        return new CelCallEstimate(arguments[0].Add(arguments[1].Union(arguments[2])), size);
    }

    private void TrackEntries(CallExpr call) =>
        sizes.SetEntrySize(call, EntrySize.Union(sizes.FindEntrySize(call.Arguments[0]), sizes.FindEntrySize(call.Arguments[1])));
}

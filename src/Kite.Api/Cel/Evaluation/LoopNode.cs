using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>A comprehension over a list or a map.</summary>
internal sealed class LoopNode : Node
{
    public required Node Range { get; init; }

    public required Node Initial { get; init; }

    public required Node Condition { get; init; }

    public required Node Step { get; init; }

    public required Node Result { get; init; }

    public required int Accumulator { get; init; }

    public required int Variable { get; init; }

    /// <summary>The slot of the second variable; -1 where there is one only.</summary>
    public required int SecondVariable { get; init; }

    public override CelValue Evaluate(EvaluationState state)
    {
        var range = Range.Evaluate(state);
        if (range.IsError) return range;
        var initial = Initial.Evaluate(state);
        state.Locals[Accumulator] = initial.Kind switch
        {
            CelKind.List when initial.AsList.Count == 0 => CelValue.Of(new MutableList()),
            CelKind.Map when initial.AsMap.Count == 0 => CelValue.Of(new MutableMap()),
            _ => initial,
        };
        if (range.Kind is CelKind.List) Run(state, range.AsList);
        else if (range.Kind is CelKind.Map) Run(state, range.AsMap);
        else return CelValue.Error($"got '{range.RuntimeType.Name}', expected iterable type");
        if (state.Locals[Accumulator].Reference is MutableList collected) collected.Complete();
        return Result.Evaluate(state);
    }

    private void Run(EvaluationState state, CelList list)
    {
        for (var i = 0; i < list.Count; i++)
        {
            var element = list[i];
            if (SecondVariable < 0 ? !RunStep(state, element, default) : !RunStep(state, CelValue.Of((long)i), element)) return;
        }
    }

    private void Run(EvaluationState state, CelMap map)
    {
        foreach (var key in map.Keys)
        {
            var value = default(CelValue);
            if (SecondVariable >= 0 && !map.TryGet(key, out value)) continue;
            if (!RunStep(state, key, value)) return;
        }
    }

    private bool RunStep(EvaluationState state, CelValue first, CelValue second)
    {
        state.CheckCancelled();
        state.Locals[Variable] = first;
        if (SecondVariable >= 0) state.Locals[SecondVariable] = second;
        if (Condition.Evaluate(state).IsFalse) return false;
        state.Locals[Accumulator] = Step.Evaluate(state);
        return true;
    }
}

using Kite.Api.Cel.Syntax;
using Kite.Api.Cel.Types;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>Turns a checked tree into nodes: names become slots, calls the code they run, what is constant a value.</summary>
internal sealed class Planner
{
    private readonly CelEnvironmentOptions options;
    private readonly List<(string Name, Node Node)> locals = [];
    private readonly Dictionary<CelExpr, Node> planned = [];
    private readonly CallPlanner calls;
    private int depth;
    private int localCount;

    public Planner(CelEnvironmentOptions options)
    {
        this.options = options;
        calls = new CallPlanner(this, options.Functions);
    }

    /// <summary>The program; null and why where a conversion of a constant fails.</summary>
    public CelProgram? Plan(CelExpr tree, out string? error)
    {
        var root = Plan(tree);
        error = calls.Error;
        return error is null ? new CelProgram(root, localCount) : null;
    }

    /// <summary>The node of a part. Macros may put one part into two places, where it means the same.</summary>
    public Node Plan(CelExpr node)
    {
        if (planned.TryGetValue(node, out var known)) return known;
        return planned[node] = PlanNew(node);
    }

    private Node PlanNew(CelExpr node) => node switch
    {
        ConstantExpr constant => new ConstantNode(constant.Value),
        IdentExpr ident => PlanName(ident.Name, ident.Type),
        SelectExpr { QualifiedName: { } name } select => PlanName(name, select.Type),
        SelectExpr select => Extend(Plan(select.Operand), new FieldStep(select.Field, optional: false), select.TestOnly),
        CallExpr call => calls.Plan(call),
        ListExpr list => PlanList(list),
        MapExpr map => PlanMap(map),
        ObjectExpr value => new ObjectNode(options.Types!, value.Name, [.. value.Fields.Select(field => (field.Name, Plan(field.Value), field.Optional))]),
        ComprehensionExpr { IsBinding: true } binding => PlanBinding(binding),
        ComprehensionExpr loop => PlanLoop(loop),
        _ => throw new InvalidOperationException(node.GetType().Name),
    };

    /// <summary>A field or an index of what a node gives.</summary>
    public static Node Extend(Node from, SelectionStep step, bool testOnly = false) => from switch
    {
        SelectionNode selection => new SelectionNode(selection.Start, selection.IsVariable, [.. selection.Steps, step], testOnly),
        _ => new SelectionNode(from, from is VariableNode or LocalNode or LazyLocalNode, [step], testOnly),
    };

    private Node PlanName(string name, CelType type)
    {
        for (var i = locals.Count - 1; i >= 0; i--)
        {
            if (locals[i].Name == name) return locals[i].Node;
        }
        if (type.TypeKind is not CelTypeKind.Type || options.Variables.Any(variable => variable.Name == name)) return new VariableNode(name);
        return new ConstantNode(CelValue.Of(options.Types?.FindType(name) ?? options.Functions.FindType(name)!));
    }

    private Node PlanList(ListExpr list)
    {
        var elements = list.Elements.Select(Plan).ToArray();
        var node = new ListNode(elements, list.HasOptional ? [.. elements.Select((_, i) => list.IsOptional(i))] : null);
        return elements.All(element => element is ConstantNode) ? Precompute(node) : node;
    }

    private Node PlanMap(MapExpr map)
    {
        var entries = map.Entries.Select(entry => (Key: Plan(entry.Key), Value: Plan(entry.Value), entry.Optional)).ToArray();
        var node = new MapNode(entries);
        return entries.All(entry => entry is { Key: ConstantNode, Value: ConstantNode }) ? Precompute(node) : node;
    }

    private static ConstantNode Precompute(Node node) =>
        new(node.Evaluate(new EvaluationState(CelActivation.Empty, 0, ulong.MaxValue, CancellationToken.None)));

    private BindingNode PlanBinding(ComprehensionExpr binding)
    {
        var value = Plan(binding.Initial);
        var slot = Enter();
        locals.Add((binding.Accumulator, new LazyLocalNode(slot, value)));
        var body = Plan(binding.Result);
        Leave(1);
        return new BindingNode(slot, body);
    }

    private LoopNode PlanLoop(ComprehensionExpr loop)
    {
        var range = Plan(loop.Range);
        var initial = Plan(loop.Initial);
        var accumulator = EnterLocal(loop.Accumulator);
        var variable = EnterLocal(loop.Variable);
        var second = loop.SecondVariable is { } name ? EnterLocal(name) : -1;
        var condition = Plan(loop.Condition);
        var step = Plan(loop.Step);
        Leave(second < 0 ? 1 : 2);
        var result = Plan(loop.Result);
        Leave(1);
        return new LoopNode
        {
            Range = range,
            Initial = initial,
            Condition = condition,
            Step = step,
            Result = result,
            Accumulator = accumulator,
            Variable = variable,
            SecondVariable = second,
        };
    }

    private int EnterLocal(string name)
    {
        var slot = Enter();
        locals.Add((name, new LocalNode(slot)));
        return slot;
    }

    private int Enter()
    {
        localCount = Math.Max(localCount, depth + 1);
        return depth++;
    }

    private void Leave(int count)
    {
        depth -= count;
        locals.RemoveRange(locals.Count - count, count);
    }
}

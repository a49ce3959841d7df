using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Syntax;
using Kite.Api.Cel.Values;

namespace Kite.Api.Cel.Evaluation;

/// <summary>Plans calls: operators that don't evaluate all they are given, then functions by what fits.</summary>
internal sealed class CallPlanner(Planner planner, CelFunctionRegistry functions)
{
    /// <summary>How much a call with constant arguments may cost to be made ahead.</summary>
    private const ulong FoldLimit = 1000;

    /// <summary>Why a conversion of a constant fails, or what is wrong with one as an argument; null for nothing.</summary>
    public string? Error { get; private set; }

    public Node Plan(CallExpr call)
    {
        var arguments = (call.Target is null ? call.Arguments : [call.Target, .. call.Arguments]).Select(planner.Plan).ToArray();
        return call.Function switch
        {
            Operators.And => new LogicalNode(arguments[0], arguments[1], decisive: false),
            Operators.Or => new LogicalNode(arguments[0], arguments[1], decisive: true),
            Operators.Conditional => new ConditionalNode(arguments[0], arguments[1], arguments[2]),
            Operators.Equals => new EqualityNode(arguments[0], arguments[1], equal: true),
            Operators.NotEquals => new EqualityNode(arguments[0], arguments[1], equal: false),
            Operators.NotStrictlyFalse => new NotStrictlyFalseNode(arguments[0]),
            Operators.Index => PlanIndex(arguments, optional: false),
            Operators.OptionalIndex or Operators.OptionalSelect => PlanIndex(arguments, optional: true),
            _ => PlanFunction(call, arguments),
        };
    }

    private static Node PlanIndex(Node[] arguments, bool optional) => Planner.Extend(
        arguments[0],
        arguments[1] is ConstantNode { Value: { Kind: CelKind.String } key } ? new FieldStep(key.AsString, optional) : new IndexStep(arguments[1], optional));

    private Node PlanFunction(CallExpr call, Node[] arguments)
    {
        if (call is { Function: Operators.In, Overloads: [{ Id: "in_list" }] } && TryMembership(arguments) is { } membership) return membership;
        var function = functions.FindFunction(call.Function)!;
        for (var i = 0; function.CheckConstant is not null && i < arguments.Length; i++)
        {
            if (arguments[i] is ConstantNode { Value: var constant }) Error ??= function.CheckConstant(i, constant);
        }
        var single = call.Overloads.Count == 1 ? call.Overloads[0] : null;
        var cost = single is null ? function.UnresolvedCost ?? function.Cost : single.Cost ?? function.Cost;
        var node = PlanInvocation(new Invocation(function, call.Overloads), arguments, cost);
        if (!arguments.All(argument => argument is ConstantNode or FoldedNode) || !call.Overloads.All(overload => overload.IsPure)) return node;
        return Precompute(node, call, arguments);
    }

    private static Node PlanInvocation(Invocation invocation, Node[] arguments, CelCallCost? cost) => arguments.Length switch
    {
        1 => new UnaryCallNode(arguments[0], invocation.Unary(), cost),
        2 => new BinaryCallNode(arguments[0], arguments[1], invocation.Binary(), cost),
        _ => new CallNode(arguments, invocation.Variadic(), cost),
    };

    private Node Precompute(Node node, CallExpr call, Node[] arguments)
    {
        var state = new EvaluationState(CelActivation.Empty, 0, FoldLimit, CancellationToken.None);
        CelValue value;
        try
        {
            value = node.Evaluate(state);
        }
        catch (EvaluationStoppedException)
        {
            return node;
        }
        if (!IsConversion(call.Function) || arguments is not [ConstantNode]) return new FoldedNode(value, state.Cost);
        if (value.IsError) Error ??= value.AsError.Message;
        return new ConstantNode(value);
    }

    private static bool IsConversion(string function) => function is "bool" or "bytes" or "double" or "duration" or "dyn" or "int" or "string"
        or "timestamp" or "type" or "uint";

    private static Node? TryMembership(Node[] arguments)
    {
        if (arguments[1] is not ConstantNode { Value: { Kind: CelKind.List } constant }) return null;
        var list = constant.AsList;
        if (list.Count == 0) return new ConstantNode(CelValue.False);
        var set = new HashSet<CelValue>(list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i].Kind is not (CelKind.Bool or CelKind.Int or CelKind.Uint or CelKind.Double or CelKind.String or CelKind.Bytes)) return null;
            set.Add(list[i]);
        }
        return new MembershipNode(arguments[0], set);
    }
}

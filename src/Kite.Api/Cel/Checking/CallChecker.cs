using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Syntax;
using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Checking;

/// <summary>Finds the overloads that a call may mean.</summary>
internal sealed class CallChecker(Checker checker, CheckScope scope, TypeMapping mapping)
{
    public CelType Check(CallExpr call)
    {
        if (call.Function == Operators.OptionalSelect) return CheckOptionalSelect(call);
        foreach (var argument in call.Arguments) checker.Check(argument);
        if (call.Target is null) return Resolve(call, scope.FindFunction(call.Function));
        if (Checker.QualifiedName(call.Target) is { } prefix && scope.FindFunction($"{prefix}.{call.Function}") is { } qualified)
        {
            call.Target = null;
            return Resolve(call, qualified);
        }
        checker.Check(call.Target);
        return Resolve(call, scope.FindFunction(call.Function));
    }

    private CelType CheckOptionalSelect(CallExpr call)
    {
        checker.Check(call.Arguments[1]);
        var field = ((ConstantExpr)call.Arguments[1]).Value.AsString;
        return mapping.Substitute(checker.CheckField(call, call.Arguments[0], field, optional: true), false);
    }

    private CelType Resolve(CallExpr call, CelFunction? function)
    {
        if (function is null) return checker.Undeclared(call, call.Function);
        call.Function = function.Name;
        call.DeclaredEstimate = function.Estimate;
        if (call.Function is Operators.And or Operators.Or) return CheckLogical(call, function);
        var types = ArgumentTypes(call);
        var matches = new List<CelOverload>(1);
        CelType? result = null;
        foreach (var overload in function.Overloads)
        {
            if (overload.IsMember != call.Target is not null) continue;
            var instance = mapping.Instantiate([.. overload.Parameters, overload.Result]);
            if (!mapping.AreAssignable(types, instance[..^1])) continue;
            matches.Add(overload);
            var type = mapping.Substitute(instance[^1], false);
            if (result is null) result = type;
            else if (!result.IsDyn && !type.IsExactly(result)) result = CelType.Dyn;
        }
        call.Overloads = matches;
        return result ?? NoMatch(call, types);
    }

    private CelType CheckLogical(CallExpr call, CelFunction function)
    {
        call.Overloads = function.Overloads;
        foreach (var argument in call.Arguments)
        {
            if (!mapping.IsAssignable(argument.Type, CelType.Bool)) checker.Mismatch(argument, CelType.Bool, argument.Type);
        }
        return CelType.Bool;
    }

    private static CelType[] ArgumentTypes(CallExpr call)
    {
        var types = new List<CelType>();
        if (call.Target is { } target) types.Add(target.Type);
        types.AddRange(call.Arguments.Select(argument => argument.Type));
        return [.. types];
    }

    private CelType NoMatch(CallExpr call, CelType[] types)
    {
        var texts = types.Select(type => mapping.Substitute(type, true).ToString()).ToList();
        var signature = call.Target is null
            ? $"({string.Join(", ", texts)})"
            : $"{texts[0]}.({string.Join(", ", texts.Skip(1))})";
        return checker.Fail(call, $"found no matching overload for '{call.Function}' applied to '{signature}'");
    }
}

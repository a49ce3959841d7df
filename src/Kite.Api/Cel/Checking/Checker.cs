using Kite.Api.Cel.Syntax;
using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Checking;

/// <summary>Gives each node its type, names and calls what they stand for. What doesn't fit is an issue, and checking goes on.</summary>
internal sealed class Checker
{
    private readonly CheckScope scope;
    private readonly List<CelIssue> issues;
    private readonly TypeMapping mapping = new();
    private readonly HashSet<CelExpr> visited = [];
    private readonly CallChecker calls;

    private Checker(CheckScope scope, List<CelIssue> issues)
    {
        this.scope = scope;
        this.issues = issues;
        calls = new CallChecker(this, scope, mapping);
    }

    /// <summary>Checks the whole tree.</summary>
    public static void Check(CelExpr expression, CheckScope scope, List<CelIssue> issues)
    {
        var checker = new Checker(scope, issues);
        checker.Check(expression);
        foreach (var node in checker.visited) node.Type = checker.mapping.Substitute(node.Type, unboundToDyn: true);
    }

    /// <summary>Checks a node and what is below it. Macros may put one node into two places, where it means the same.</summary>
    public void Check(CelExpr node)
    {
        if (!visited.Add(node)) return;
        node.Type = node switch
        {
            ConstantExpr constant => constant.Value.RuntimeType,
            IdentExpr ident => CheckIdent(ident),
            SelectExpr select => CheckSelect(select),
            CallExpr call => calls.Check(call),
            ListExpr list => CheckList(list),
            MapExpr map => CheckMap(map),
            ObjectExpr value => CheckObject(value),
            ComprehensionExpr loop => CheckComprehension(loop),
            _ => throw new InvalidOperationException(node.GetType().Name),
        };
    }

    public CelType Fail(CelExpr at, string message) => Fail(at.Offset, message);

    public CelType Fail(int at, string message)
    {
        issues.Add(new CelIssue(at, message));
        return CelType.Error;
    }

    public CelType Undeclared(CelExpr at, string name) => Fail(at, $"undeclared reference to '{name}' (in container '')");

    public CelType Mismatch(CelExpr at, CelType expected, CelType actual) =>
        Fail(at, $"expected type '{mapping.Substitute(expected, false)}' but found '{mapping.Substitute(actual, false)}'");

    /// <summary>The type of a field of a node.</summary>
    public CelType CheckField(CelExpr at, CelExpr operand, string field, bool optional)
    {
        Check(operand);
        var operandType = mapping.Substitute(operand.Type, false);
        var isOptional = operandType.IsOptional;
        var target = isOptional ? operandType.Parameters[0] : operandType;
        var result = CelType.Dyn;
        switch (target.TypeKind)
        {
            case CelTypeKind.Map:
                result = target.Parameters[1];
                break;
            case CelTypeKind.Object:
                result = scope.FindField(target.Name, field) ?? Fail(at, $"undefined field '{field}'");
                break;
            case CelTypeKind.Parameter:
                mapping.IsAssignable(CelType.Dyn, target);
                break;
            case CelTypeKind.Dyn or CelTypeKind.Error:
                break;
            default:
                Fail(at, $"type '{target}' does not support field selection");
                break;
        }
        return isOptional || optional ? CelType.OptionalOf(result) : result;
    }

    /// <summary>The name that a chain of names and selections spells; null where it is something else.</summary>
    public static string? QualifiedName(CelExpr node) => node switch
    {
        IdentExpr ident => ident.Name,
        SelectExpr { TestOnly: false } select when QualifiedName(select.Operand) is { } prefix => $"{prefix}.{select.Field}",
        _ => null,
    };

    private CelType CheckIdent(IdentExpr ident)
    {
        if (scope.FindIdent(ident.Name) is not { } found) return Undeclared(ident, ident.Name);
        ident.Name = found.Name;
        return found.Type;
    }

    private CelType CheckSelect(SelectExpr select)
    {
        if (QualifiedName(select) is { } name && scope.FindIdent(name) is { } found)
        {
            select.QualifiedName = found.Name;
            return found.Type;
        }
        var type = CheckField(select, select.Operand, select.Field, optional: false);
        return select.TestOnly ? CelType.Bool : mapping.Substitute(type, false);
    }

    private CelType CheckList(ListExpr list)
    {
        CelType? element = null;
        for (var i = 0; i < list.Elements.Length; i++)
        {
            var item = list.Elements[i];
            Check(item);
            element = Join(item, element, list.IsOptional(i) ? Unwrap(item) : item.Type);
        }
        return CelType.ListOf(element ?? mapping.NewParameter());
    }

    private CelType CheckMap(MapExpr map)
    {
        CelType? key = null;
        CelType? value = null;
        foreach (var entry in map.Entries)
        {
            Check(entry.Key);
            key = Join(entry.Key, key, entry.Key.Type);
            Check(entry.Value);
            value = Join(entry.Value, value, entry.Optional ? Unwrap(entry.Value) : entry.Value.Type);
        }
        return CelType.MapOf(key ?? mapping.NewParameter(), value ?? mapping.NewParameter());
    }

    private CelType CheckObject(ObjectExpr value)
    {
        var result = CelType.Error;
        if (scope.FindIdent(value.Name) is not { } found) return Undeclared(value, value.Name);
        value.Name = found.Name;
        if (found.Type.TypeKind is not CelTypeKind.Type) Fail(value, $"'{found.Type.Name}' is not a type");
        else if (found.Type.Parameters[0] is not { TypeKind: CelTypeKind.Object } type) Fail(value, $"'{found.Type.Parameters[0].Name}' is not a message type");
        else result = type;
        foreach (var field in value.Fields)
        {
            Check(field.Value);
            var declared = CelType.Error;
            if (result.TypeKind is CelTypeKind.Object) declared = scope.FindField(result.Name, field.Name) ?? Fail(field.Offset, $"undefined field '{field.Name}'");
            var type = field.Optional ? Unwrap(field.Value) : field.Value.Type;
            if (mapping.IsAssignable(declared, type)) continue;
            Fail(field.Offset, $"expected type of field '{field.Name}' is '{declared}' but provided type is '{mapping.Substitute(type, false)}'");
        }
        return result;
    }

    private CelType CheckComprehension(ComprehensionExpr loop)
    {
        Check(loop.Range);
        Check(loop.Initial);
        var accumulated = loop.Initial.Type;
        var (first, second) = VariableTypes(loop, mapping.Substitute(loop.Range.Type, false));
        scope.Enter(loop.Accumulator, accumulated);
        scope.Enter(loop.Variable, first);
        if (loop.SecondVariable is { } name) scope.Enter(name, second);
        Check(loop.Condition);
        Assert(loop.Condition, CelType.Bool);
        Check(loop.Step);
        Assert(loop.Step, accumulated);
        scope.Leave(loop.SecondVariable is null ? 1 : 2);
        Check(loop.Result);
        scope.Leave(1);
        return mapping.Substitute(loop.Result.Type, false);
    }

    private (CelType First, CelType Second) VariableTypes(ComprehensionExpr loop, CelType range)
    {
        switch (range.TypeKind)
        {
            case CelTypeKind.List:
                return loop.SecondVariable is null ? (range.Parameters[0], CelType.Dyn) : (CelType.Int, range.Parameters[0]);
            case CelTypeKind.Map:
                return (range.Parameters[0], range.Parameters[1]);
            case CelTypeKind.Dyn or CelTypeKind.Error or CelTypeKind.Parameter:
                mapping.IsAssignable(CelType.Dyn, range);
                return (CelType.Dyn, CelType.Dyn);
            default:
                Fail(loop.Range, $"expression of type '{range}' cannot be range of a comprehension (must be list, map, or dynamic)");
                return (CelType.Error, CelType.Error);
        }
    }

    private void Assert(CelExpr node, CelType type)
    {
        if (!mapping.IsAssignable(type, node.Type)) Mismatch(node, type, node.Type);
    }

    /// <summary>The type of what is in an optional.</summary>
    private CelType Unwrap(CelExpr node)
    {
        var type = mapping.Substitute(node.Type, false);
        if (type.IsOptional) return type.Parameters[0];
        if (!type.IsDyn) Mismatch(node, CelType.OptionalOf(type), type);
        return type;
    }

    private CelType Join(CelExpr node, CelType? previous, CelType current)
    {
        if (previous is null) return current;
        return mapping.IsAssignable(previous, current) ? TypeMapping.MostGeneral(previous, current) : Mismatch(node, previous, current);
    }
}

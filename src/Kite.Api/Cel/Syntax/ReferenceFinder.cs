namespace Kite.Api.Cel.Syntax;

/// <summary>Finds the variables that a checked expression names, and the fields selected directly from them.</summary>
internal sealed class ReferenceFinder
{
    private readonly HashSet<(string, string?)> found = [];
    private readonly HashSet<CelExpr> visited = [];

    private ReferenceFinder()
    {
    }

    public static IReadOnlySet<(string Variable, string? Field)> Find(CelExpr tree)
    {
        var finder = new ReferenceFinder();
        finder.Visit(tree, new HashSet<string>(StringComparer.Ordinal));
        return finder.found;
    }

    private void Visit(CelExpr node, HashSet<string> locals)
    {
        if (!visited.Add(node)) return;
        switch (node)
        {
            case IdentExpr ident when !locals.Contains(ident.Name):
                found.Add((ident.Name, null));
                return;
            case SelectExpr { QualifiedName: { } name }:
                found.Add((name, null));
                return;
            case SelectExpr { Operand: IdentExpr variable } select when !locals.Contains(variable.Name):
                found.Add((variable.Name, select.Field));
                return;
            case CallExpr { Function: Operators.OptionalSelect, Arguments: [IdentExpr variable, ConstantExpr field] } when !locals.Contains(variable.Name):
                found.Add((variable.Name, field.Value.AsString));
                return;
            case ComprehensionExpr loop:
                VisitLoop(loop, locals);
                return;
            default:
                foreach (var child in SyntaxTree.Children(node)) Visit(child, locals);
                return;
        }
    }

    private void VisitLoop(ComprehensionExpr loop, HashSet<string> locals)
    {
        Visit(loop.Range, locals);
        Visit(loop.Initial, locals);
        var inner = new HashSet<string>(locals, StringComparer.Ordinal) { loop.Accumulator };
        Visit(loop.Result, inner);
        inner.Add(loop.Variable);
        if (loop.SecondVariable is { } second) inner.Add(second);
        Visit(loop.Condition, inner);
        Visit(loop.Step, inner);
    }
}

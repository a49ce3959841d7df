namespace Kite.Api.Cel.Syntax;

/// <summary>Finds the variables that a checked expression names, and the fields selected directly from them.</summary>
internal static class ReferenceFinder
{
    public static IReadOnlySet<(string Variable, string? Field)> Find(CelExpr tree)
    {
        var found = new HashSet<(string, string?)>();
        Visit(tree, new HashSet<string>(StringComparer.Ordinal), found);
        return found;
    }

    private static void Visit(CelExpr node, HashSet<string> locals, HashSet<(string, string?)> found)
    {
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
            case ComprehensionExpr loop:
                VisitLoop(loop, locals, found);
                return;
            default:
                foreach (var child in SyntaxTree.Children(node)) Visit(child, locals, found);
                return;
        }
    }

    private static void VisitLoop(ComprehensionExpr loop, HashSet<string> locals, HashSet<(string, string?)> found)
    {
        Visit(loop.Range, locals, found);
        Visit(loop.Initial, locals, found);
        var inner = new HashSet<string>(locals, StringComparer.Ordinal) { loop.Accumulator };
        Visit(loop.Result, inner, found);
        inner.Add(loop.Variable);
        if (loop.SecondVariable is { } second) inner.Add(second);
        Visit(loop.Condition, inner, found);
        Visit(loop.Step, inner, found);
    }
}

namespace Kite.Api.Cel.Syntax;

/// <summary>Walks over trees.</summary>
internal static class SyntaxTree
{
    /// <summary>The parts of a node, in the order in which they were written.</summary>
    public static IEnumerable<CelExpr> Children(CelExpr node) => node switch
    {
        SelectExpr { QualifiedName: null } select => [select.Operand],
        CallExpr { Target: { } target } call => [target, .. call.Arguments],
        CallExpr call => call.Arguments,
        ListExpr list => list.Elements,
        MapExpr map => map.Entries.SelectMany<MapEntryExpr, CelExpr>(entry => [entry.Key, entry.Value]),
        ObjectExpr value => value.Fields.Select(field => field.Value),
        ComprehensionExpr loop => [loop.Range, loop.Initial, loop.Condition, loop.Step, loop.Result],
        _ => [],
    };
}

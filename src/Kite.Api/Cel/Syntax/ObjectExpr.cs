namespace Kite.Api.Cel.Syntax;

/// <summary>An object literal: a type's name and fields.</summary>
internal sealed class ObjectExpr(int offset, string name, ObjectFieldExpr[] fields) : CelExpr(offset, Over([.. fields.Select(field => field.Value)]))
{
    /// <summary>As written; the checker puts the declared name here.</summary>
    public string Name { get; set; } = name;

    public ObjectFieldExpr[] Fields => fields;
}

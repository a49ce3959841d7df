namespace Kite.Api.Cel.Syntax;

/// <summary>A name; with a leading dot where it is absolute.</summary>
internal sealed class IdentExpr(int offset, string name) : CelExpr(offset, 0)
{
    /// <summary>As written; the checker puts the declared name here.</summary>
    public string Name { get; set; } = name;
}

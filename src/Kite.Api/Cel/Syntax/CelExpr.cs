using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Syntax;

/// <summary>A node of the syntax tree. The parser makes it, the checker says its type once.</summary>
internal abstract class CelExpr(int offset)
{
    /// <summary>Where in the text it stands; for operators and calls, where the operator or the parenthesis does.</summary>
    public int Offset { get; } = offset;

    /// <summary>What the checker found.</summary>
    public CelType Type { get; set; } = CelType.Dyn;
}

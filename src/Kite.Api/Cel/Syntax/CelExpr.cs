using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Syntax;

/// <summary>A node of the syntax tree. The parser makes it, the checker says its type once.</summary>
internal abstract class CelExpr(int offset, int height)
{
    /// <summary>Where in the text it stands; for operators and calls, where the operator or the parenthesis does.</summary>
    public int Offset { get; } = offset;

    /// <summary>How many nodes are below this one, on the longest way down.</summary>
    public int Height { get; } = height;

    /// <summary>What the checker found.</summary>
    public CelType Type { get; set; } = CelType.Dyn;

    /// <summary>The height of a node over others.</summary>
    protected static int Over(params ReadOnlySpan<CelExpr?> parts)
    {
        var height = -1;
        foreach (var part in parts) height = Math.Max(height, part?.Height ?? -1);
        return height + 1;
    }
}

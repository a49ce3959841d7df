namespace Kite.Api.Cel.Syntax;

/// <summary>A map literal.</summary>
internal sealed class MapExpr(int offset, MapEntryExpr[] entries) : CelExpr(offset)
{
    public MapEntryExpr[] Entries => entries;
}

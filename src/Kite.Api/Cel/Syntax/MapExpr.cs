namespace Kite.Api.Cel.Syntax;

/// <summary>A map literal.</summary>
internal sealed class MapExpr(int offset, MapEntryExpr[] entries) : CelExpr(offset, Over([.. entries.Select(entry => entry.Key), .. entries.Select(entry => entry.Value)]))
{
    public MapEntryExpr[] Entries => entries;
}

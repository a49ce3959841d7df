namespace Kite.Api.Cel.Syntax;

/// <summary>An entry of a map literal.</summary>
internal sealed record MapEntryExpr(int Offset, CelExpr Key, CelExpr Value, bool Optional);

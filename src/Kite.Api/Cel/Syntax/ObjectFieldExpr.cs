namespace Kite.Api.Cel.Syntax;

/// <summary>A field of an object literal.</summary>
internal sealed record ObjectFieldExpr(int Offset, string Name, CelExpr Value, bool Optional);

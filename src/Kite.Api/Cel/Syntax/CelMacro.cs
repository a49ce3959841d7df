namespace Kite.Api.Cel.Syntax;

/// <summary>A call that becomes another expression while it is parsed.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Arguments">How many arguments it takes; calls with another number are plain calls.</param>
/// <param name="Member">True where it is called on something.</param>
/// <param name="Expand">Makes the expression of the target, where there is one, and the arguments. Null: it is a plain call after all.</param>
internal sealed record CelMacro(string Name, int Arguments, bool Member, Func<MacroContext, CelExpr?, CelExpr[], CelExpr?> Expand);

using System.Collections.Frozen;

namespace Kite.Api.Cel.Syntax;

/// <summary>Macros by name, number of arguments and style.</summary>
internal sealed class MacroTable(IEnumerable<CelMacro> macros)
{
    private readonly FrozenDictionary<(string Name, int Arguments, bool Member), CelMacro> table =
        macros.ToFrozenDictionary(macro => (macro.Name, macro.Arguments, macro.Member));

    public CelMacro? Find(string name, int arguments, bool member) => table.GetValueOrDefault((name, arguments, member));
}

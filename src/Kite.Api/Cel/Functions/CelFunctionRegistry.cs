using System.Collections.Frozen;
using Kite.Api.Cel.Syntax;
using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Functions;

/// <summary>The functions, types and macros of some libraries, by name. Costly to make and shared by environments.</summary>
public sealed class CelFunctionRegistry
{
    private readonly FrozenDictionary<string, CelFunction> functions;
    private readonly FrozenDictionary<string, CelType> types;

    /// <summary>All that the libraries declare; the standard library is not among them unless it is given.</summary>
    public CelFunctionRegistry(IReadOnlyList<CelLibrary> libraries)
    {
        var merged = new Dictionary<string, CelFunction>(StringComparer.Ordinal);
        foreach (var function in libraries.SelectMany(library => library.Functions))
        {
            merged[function.Name] = merged.TryGetValue(function.Name, out var existing) ? existing.Merge(function) : function;
        }
        functions = merged.ToFrozenDictionary(StringComparer.Ordinal);
        types = libraries.SelectMany(library => library.Types).DistinctBy(type => type.Name).ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);
        Validators = [.. libraries.SelectMany(library => library.Validators)];
        Macros = new MacroTable(libraries.SelectMany(library => library.Macros).DistinctBy(macro => (macro.Name, macro.Arguments, macro.Member)));
    }

    internal MacroTable Macros { get; }

    internal IReadOnlyList<Action<CallExpr, List<CelIssue>>> Validators { get; }

    /// <summary>The function of a name; null where there is none.</summary>
    public CelFunction? FindFunction(string name) => functions.GetValueOrDefault(name);

    /// <summary>The type of a name; null where there is none.</summary>
    public CelType? FindType(string name) => types.GetValueOrDefault(name);
}

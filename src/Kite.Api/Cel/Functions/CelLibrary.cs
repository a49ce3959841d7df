using Kite.Api.Cel.Syntax;
using Kite.Api.Cel.Types;

namespace Kite.Api.Cel.Functions;

/// <summary>Functions and types that an environment may offer together. Immutable.</summary>
/// <param name="name">The name, for messages.</param>
public sealed class CelLibrary(string name)
{
    /// <summary>The name, for messages.</summary>
    public string Name => name;

    /// <summary>The functions. Where libraries declare the same name, their overloads add up.</summary>
    public IReadOnlyList<CelFunction> Functions { get; init; } = [];

    /// <summary>Types that expressions may name, as in <c>type(x) == net.IP</c>.</summary>
    public IReadOnlyList<CelType> Types { get; init; } = [];

    /// <summary>What looks at calls of a checked expression for arguments that can't work; it adds issues.</summary>
    internal IReadOnlyList<Action<CallExpr, List<CelIssue>>> Validators { get; init; } = [];

    /// <summary>The macros.</summary>
    internal IReadOnlyList<CelMacro> Macros { get; init; } = [];
}

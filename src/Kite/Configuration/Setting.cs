using System.CommandLine;

namespace Kite.Configuration;

/// <summary>One thing a user can set: by flag, by <c>KITE_*</c> environment variable, or in the configuration file, in this order of precedence.</summary>
/// <param name="Name">The name, as flag (<c>--name</c>), file key (<c>name</c>) and variable (<c>KITE_NAME</c>).</param>
/// <param name="Description">What it does, one line for the help.</param>
/// <param name="Default">The text of the default; null where there is none.</param>
/// <param name="IsSwitch">True for a flag that needs no value.</param>
internal sealed record Setting(string Name, string Description, string? Default = null, bool IsSwitch = false)
{
    /// <summary>The flag.</summary>
    public Option<string?> Flag { get; } = new("--" + Name)
    {
        Description = Default is null or "" ? $"{Description} [env: {VariableOf(Name)}]" : $"{Description} [default: {Default}, env: {VariableOf(Name)}]",
        Arity = IsSwitch ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        HelpName = IsSwitch ? "true|false" : Name[(Name.LastIndexOf('-') + 1)..],
    };

    /// <summary>The environment variable.</summary>
    public string Variable => VariableOf(Name);

    private static string VariableOf(string name) => "KITE_" + name.Replace('-', '_').ToUpperInvariant();
}

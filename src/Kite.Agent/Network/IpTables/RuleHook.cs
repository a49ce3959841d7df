namespace Kite.Agent.Network.IpTables;

/// <summary>A jump from one of the kernel's chains into one of Kite's.</summary>
/// <param name="Chain">The kernel's chain, such as <c>FORWARD</c>.</param>
/// <param name="Match">The matches before the jump, or empty.</param>
/// <param name="Target">Kite's chain; hooked at most once into the same kernel chain.</param>
internal sealed record RuleHook(string Chain, string Match, string Target)
{
    /// <summary>The rule without its chain.</summary>
    public string Rule => Match.Length == 0 ? $"-j {Target}" : $"{Match} -j {Target}";
}

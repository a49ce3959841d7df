namespace Kite.Agent.Network.IpTables;

/// <summary>What one part of Kite wants in one table: its chains with their rules, and the jumps into them.</summary>
internal sealed class TableRules(string name)
{
    private readonly OrderedDictionary<string, List<string>> chains = new(StringComparer.Ordinal);
    private readonly List<RuleHook> hooks = [];

    /// <summary>The table, such as <c>nat</c>.</summary>
    public string Name => name;

    public IReadOnlyDictionary<string, List<string>> Chains => chains;

    public IReadOnlyList<RuleHook> Hooks => hooks;

    /// <summary>Declares a chain; it stays empty until rules are added.</summary>
    public TableRules Chain(string chain)
    {
        chains.TryAdd(chain, []);
        return this;
    }

    /// <summary>Appends a rule, declaring its chain where that is new.</summary>
    public TableRules Add(string chain, string rule)
    {
        if (!chains.TryGetValue(chain, out var rules)) chains.Add(chain, rules = []);
        rules.Add(rule);
        return this;
    }

    /// <summary>Declares a chain that the kernel's <paramref name="kernelChain"/> jumps to; hooks declared first come first.</summary>
    public TableRules Hook(string kernelChain, string chain, string match = "")
    {
        hooks.Add(new RuleHook(kernelChain, match, chain));
        return Chain(chain);
    }
}

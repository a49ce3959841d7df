using System.Text;

namespace Kite.Agent.Network.IpTables;

/// <summary>Computes the input of <c>iptables-restore --noflush</c>. Pure: the same sets and state give the same text.</summary>
internal static class RestoreScript
{
    /// <summary>Brings the kernel from a state just read to what all the parts want: every chain, every jump, nothing left over.</summary>
    public static string Full(IReadOnlyList<RuleSet> sets, SavedRules saved)
    {
        var text = new StringBuilder();
        foreach (var table in sets.SelectMany(set => set.Tables).Select(table => table.Name).Distinct())
        {
            var wanted = sets.OrderBy(set => set.Order).Select(set => set.Table(table)).ToArray();
            var state = saved.Table(table);
            var stale = state.RuleCounts.Keys.Where(chain => sets.Any(set => set.Owns(chain)) && !wanted.Any(rules => rules.Chains.ContainsKey(chain)));
            WriteTable(text, table, wanted.SelectMany(rules => rules.Chains), stale.ToArray(), HookCommands(wanted, state, sets));
        }
        return text.ToString();
    }

    /// <summary>Changes only the chains in which two versions of one part's set differ; empty where none does. Relies on the jumps being there.</summary>
    public static string Difference(RuleSet previous, RuleSet next)
    {
        var text = new StringBuilder();
        foreach (var table in next.Tables)
        {
            var old = previous.Table(table.Name).Chains;
            var changed = table.Chains.Where(chain => !old.TryGetValue(chain.Key, out var rules) || !rules.SequenceEqual(chain.Value)).ToArray();
            var removed = old.Keys.Where(chain => !table.Chains.ContainsKey(chain)).ToArray();
            if (changed.Length > 0 || removed.Length > 0) WriteTable(text, table.Name, changed, removed, []);
        }
        return text.ToString();
    }

    /// <summary>Takes every chain of Kite's out of the kernel, and every jump to one.</summary>
    public static string Removal(SavedRules saved)
    {
        var text = new StringBuilder();
        foreach (var (name, table) in saved.Tables)
        {
            var jumps = table.KernelChains.SelectMany(chain => chain.Value.Where(rule => ChainNames.IsKites(SavedTable.JumpTarget(rule))).Select(rule => $"-D {chain.Key} {rule}")).ToArray();
            if (table.RuleCounts.Count > 0 || jumps.Length > 0) WriteTable(text, name, [], table.RuleCounts.Keys.ToArray(), jumps);
        }
        return text.ToString();
    }

    /// <summary>True where nothing that the parts want is missing from the kernel, emptied or out of order.</summary>
    public static bool IsInPlace(IReadOnlyList<RuleSet> sets, SavedRules saved) => sets.SelectMany(set => set.Tables).Select(table => table.Name).Distinct().All(name =>
    {
        var state = saved.Table(name);
        var wanted = sets.OrderBy(set => set.Order).Select(set => set.Table(name)).ToArray();
        return wanted.All(table => table.Chains.All(chain => state.RuleCounts.TryGetValue(chain.Key, out var count) && count == chain.Value.Count))
            && wanted.SelectMany(table => table.Hooks).GroupBy(hook => hook.Chain).All(hooks => AreInOrder(hooks.ToArray(), state));
    });

    private static bool AreInOrder(RuleHook[] hooks, SavedTable state)
    {
        var indexes = hooks.Select(hook => state.IndexOfJump(hook.Chain, hook.Target)).ToArray();
        var docker = state.IndexOfDocker(hooks[0].Chain);
        return indexes.All(index => index >= 0 && (docker < 0 || index < docker)) && indexes.Order().SequenceEqual(indexes);
    }

    // A chain whose jumps are not as wanted gets all of Kite's again, on top: only so their order is certain.
    private static List<string> HookCommands(TableRules[] wanted, SavedTable state, IReadOnlyList<RuleSet> sets)
    {
        var commands = new List<string>();
        var byChain = wanted.SelectMany(table => table.Hooks).ToLookup(hook => hook.Chain);
        foreach (var chain in byChain.Select(group => group.Key).Union(state.KernelChains.Keys))
        {
            var hooks = byChain[chain].ToArray();
            var mine = state.Rules(chain).Where(rule => sets.Any(set => set.Owns(SavedTable.JumpTarget(rule)))).ToArray();
            if (mine.Length == hooks.Length && (hooks.Length == 0 || AreInOrder(hooks, state))) continue;
            commands.AddRange(mine.Select(rule => $"-D {chain} {rule}"));
            commands.AddRange(hooks.Reverse().Select(hook => $"-I {chain} {hook.Rule}"));
        }
        return commands;
    }

    private static void WriteTable(StringBuilder text, string table, IEnumerable<KeyValuePair<string, List<string>>> chains, string[] removed, IReadOnlyList<string> commands)
    {
        text.Append('*').Append(table).Append('\n');
        var all = chains.ToArray();
        foreach (var chain in all.Select(chain => chain.Key).Concat(removed)) text.Append(':').Append(chain).Append(" - [0:0]\n");
        foreach (var (chain, rules) in all)
        {
            foreach (var rule in rules) text.Append("-A ").Append(chain).Append(' ').Append(rule).Append('\n');
        }
        foreach (var command in commands) text.Append(command).Append('\n');
        foreach (var chain in removed) text.Append("-X ").Append(chain).Append('\n');
        text.Append("COMMIT\n");
    }
}

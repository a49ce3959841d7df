namespace Kite.Agent.Network.IpTables;

/// <summary>A table as the kernel has it: Kite's chains with the number of their rules, and the kernel chains' rules.</summary>
internal sealed class SavedTable
{
    private readonly Dictionary<string, int> ruleCounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> kernelChains = new(StringComparer.Ordinal);

    /// <summary>Kite's chains and how many rules each has.</summary>
    public IReadOnlyDictionary<string, int> RuleCounts => ruleCounts;

    /// <summary>The kernel's own chains and their rules, without the <c>-A CHAIN</c> in front.</summary>
    public IReadOnlyDictionary<string, List<string>> KernelChains => kernelChains;

    public IReadOnlyList<string> Rules(string kernelChain) => kernelChains.TryGetValue(kernelChain, out var rules) ? rules : [];

    /// <summary>Where in the chain a rule jumps to the target, or -1.</summary>
    public int IndexOfJump(string kernelChain, string target) => IndexOf(Rules(kernelChain), rule => JumpTarget(rule) == target);

    /// <summary>Where in the chain Docker's first jump stands, or -1. What comes after it may never be reached.</summary>
    public int IndexOfDocker(string kernelChain) => IndexOf(Rules(kernelChain), rule => JumpTarget(rule).StartsWith("DOCKER", StringComparison.Ordinal));

    public static string JumpTarget(string rule)
    {
        var jump = rule.LastIndexOf("-j ", StringComparison.Ordinal);
        if (jump < 0) return "";
        var target = rule.AsSpan(jump + 3);
        var end = target.IndexOf(' ');
        return (end < 0 ? target : target[..end]).ToString();
    }

    internal void Declare(ReadOnlySpan<char> line)
    {
        var space = line.IndexOf(' ');
        var chain = line[..space].ToString();
        if (line[space + 1] != '-') kernelChains.TryAdd(chain, []);
        else if (ChainNames.IsKites(chain)) ruleCounts.TryAdd(chain, 0);
    }

    internal void Append(ReadOnlySpan<char> line)
    {
        var space = line.IndexOf(' ');
        var chain = (space < 0 ? line : line[..space]).ToString();
        if (ruleCounts.TryGetValue(chain, out var count)) ruleCounts[chain] = count + 1;
        else if (kernelChains.TryGetValue(chain, out var rules)) rules.Add(line[(space + 1)..].ToString());
    }

    private static int IndexOf(IReadOnlyList<string> rules, Predicate<string> match)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            if (match(rules[i])) return i;
        }
        return -1;
    }
}

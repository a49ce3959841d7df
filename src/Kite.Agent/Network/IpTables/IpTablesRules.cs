using Kite.Agent.Network.Commands;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Network.IpTables;

/// <summary>Applies rule sets with <c>iptables-save</c> and <c>iptables-restore</c>, writing only what differs from the last time.</summary>
internal sealed partial class IpTablesRules(ICommandRunner commands, ILogger<IpTablesRules> logger) : IIpTables, IDisposable
{
    private const int LockWaitSeconds = 10;
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Dictionary<string, RuleSet> wanted = new(StringComparer.Ordinal);
    private readonly HashSet<string> applied = new(StringComparer.Ordinal);

    public void Dispose() => turn.Dispose();

    public async Task ApplyAsync(RuleSet rules, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var previous = wanted.GetValueOrDefault(rules.Owner);
            wanted[rules.Owner] = rules;
            var script = previous is not null && applied.Contains(rules.Owner)
                ? RestoreScript.Difference(previous, rules)
                : RestoreScript.Full([.. wanted.Values], await ReadAsync(cancellationToken));
            applied.Remove(rules.Owner);
            await WriteAsync(script, cancellationToken);
            applied.Add(rules.Owner);
        }
        finally
        {
            turn.Release();
        }
    }

    public async Task<bool> RestoreAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            RuleSet[] sets = [.. wanted.Values];
            if (sets.Length == 0) return false;
            var saved = await ReadAsync(cancellationToken);
            if (RestoreScript.IsInPlace(sets, saved)) return false;
            await WriteAsync(RestoreScript.Full(sets, saved), cancellationToken);
            return true;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<SavedRules> ReadAsync(CancellationToken cancellationToken)
    {
        var result = await commands.RunAsync("iptables-save", [], null, cancellationToken);
        return result.Succeeded ? SavedRules.Parse(result.Output) : throw new IpTablesException($"iptables-save: {result.Error.Trim()}");
    }

    private async Task WriteAsync(string script, CancellationToken cancellationToken)
    {
        if (script.Length == 0) return;
        Log.Writing(logger, script);
        var result = await commands.RunAsync("iptables-restore", ["--noflush", "-w", $"{LockWaitSeconds}"], script, cancellationToken);
        if (!result.Succeeded) throw new IpTablesException($"iptables-restore: {result.Error.Trim()}");
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Trace, "Writing packet rules\n{Script}")]
        public static partial void Writing(ILogger logger, string script);
    }
}

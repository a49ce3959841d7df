using System.Globalization;
using Kite.Api.Meta;

namespace Kite.Agent.Kubelet.Eviction;

/// <summary>Reads thresholds the way kubelets are told them.</summary>
/// <remarks><see href="https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/"/></remarks>
public static class EvictionThresholds
{
    /// <summary>The thresholds of a kubelet that isn't told any.</summary>
    public const string Default = "memory.available<100Mi,nodefs.available<10%,nodefs.inodesFree<5%,imagefs.available<15%,imagefs.inodesFree<5%";

    /// <summary>Reads <c>memory.available&lt;100Mi,nodefs.available&lt;10%</c>; false where a signal is unknown or named twice, or an amount isn't one.</summary>
    public static bool TryParse(string text, out IReadOnlyList<EvictionThreshold> thresholds)
    {
        var found = new List<EvictionThreshold>();
        thresholds = found;
        foreach (var part in Parts(text))
        {
            if (part.Split('<') is not [var signal, var amount] || !EvictionSignals.All.Contains(signal) || found.Exists(known => known.Signal == signal)) return false;
            if (!TryParseAmount(amount, out var quantity, out var share)) return false;
            found.Add(new EvictionThreshold(signal, quantity, share));
        }
        // None at all is said by 0%.
        found.RemoveAll(threshold => threshold is { Least: null, LeastShare: 0 or >= 1 } or { Least.IsZero: true });
        return true;
    }

    /// <summary>Reads thresholds that count after a time (<c>memory.available=1m30s</c>); false where a threshold has no time or a time no threshold.</summary>
    public static bool TryParseSoft(string text, string gracePeriods, out IReadOnlyList<EvictionThreshold> thresholds)
    {
        if (!TryParse(text, out thresholds)) return false;
        var periods = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var part in Parts(gracePeriods))
        {
            if (part.Split('=') is not [var signal, var duration] || !GoDuration.TryParse(duration, out var period) || !periods.TryAdd(signal, period)) return false;
        }
        var named = thresholds;
        thresholds = [.. named.Where(threshold => periods.ContainsKey(threshold.Signal)).Select(threshold => threshold with { GracePeriod = periods[threshold.Signal] })];
        return thresholds.Count == named.Count && periods.Keys.All(signal => named.Any(threshold => threshold.Signal == signal));
    }

    /// <summary>Adds to thresholds what must be free beyond them (<c>nodefs.available=500Mi</c>).</summary>
    public static bool TryAddMinimumReclaim(ref IReadOnlyList<EvictionThreshold> thresholds, string text)
    {
        foreach (var part in Parts(text))
        {
            if (part.Split('=') is not [var signal, var amount] || !EvictionSignals.All.Contains(signal) || !TryParseAmount(amount, out var quantity, out var share)) return false;
            thresholds = [.. thresholds.Select(threshold => threshold.Signal == signal ? threshold with { MinimumReclaim = quantity, MinimumReclaimShare = share } : threshold)];
        }
        return true;
    }

    private static string[] Parts(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool TryParseAmount(string text, out Quantity? quantity, out double share)
    {
        (quantity, share) = (null, 0);
        if (text.EndsWith('%'))
        {
            if (!double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) || percent > 100) return false;
            share = percent / 100;
            return true;
        }
        if (!Quantity.TryParse(text, out var parsed) || parsed.Sign < 0) return false;
        quantity = parsed;
        return true;
    }
}

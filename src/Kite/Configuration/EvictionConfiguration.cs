using Kite.Agent.Kubelet.Eviction;
using Kite.Agent.Kubelet.Nodes;
using Kite.Api.Meta;

namespace Kite.Configuration;

/// <summary>What a node keeps back and when it ends pods, checked.</summary>
internal sealed record EvictionConfiguration
{
    /// <summary>How many pods fit on the node.</summary>
    public int MaxPods { get; init; } = 110;

    /// <summary>How many processes a pod may have; -1 for as many as the node.</summary>
    public long PodPidsLimit { get; init; } = -1;

    /// <summary>What is set aside for Kite and the engine.</summary>
    public ReservedResources KubeReserved { get; init; } = ReservedResources.None;

    /// <summary>What is set aside for the rest of the system.</summary>
    public ReservedResources SystemReserved { get; init; } = ReservedResources.None;

    /// <summary>When pods are evicted at once.</summary>
    public IReadOnlyList<EvictionThreshold> Hard { get; init; } = [];

    /// <summary>When pods are evicted after a time.</summary>
    public IReadOnlyList<EvictionThreshold> Soft { get; init; } = [];

    /// <summary>How long those get to end, at most.</summary>
    public TimeSpan MaxPodGracePeriod { get; init; }

    /// <summary>For how long conditions last.</summary>
    public TimeSpan TransitionPeriod { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="UsageException">A setting doesn't fit.</exception>
    public static EvictionConfiguration From(Settings settings)
    {
        const string Amounts = "amounts of cpu, memory, ephemeral-storage and pid, such as cpu=200m,memory=256Mi";
        var hard = settings.Parse<IReadOnlyList<EvictionThreshold>>(EvictionSettings.EvictionHard, "thresholds such as memory.available<100Mi,nodefs.available<10%", [], EvictionThresholds.TryParse);
        var soft = Soften(settings);
        var reclaim = settings.Text(EvictionSettings.EvictionMinimumReclaim) ?? "";
        if (!EvictionThresholds.TryAddMinimumReclaim(ref hard, reclaim) || !EvictionThresholds.TryAddMinimumReclaim(ref soft, reclaim))
            throw new UsageException($"--{EvictionSettings.EvictionMinimumReclaim.Name} is \"{reclaim}\": amounts such as nodefs.available=500Mi were expected");
        return new EvictionConfiguration
        {
            MaxPods = settings.Parse(EvictionSettings.MaxPods, "a number from 1 on", 0, (string text, out int number) => int.TryParse(text, out number) && number > 0),
            PodPidsLimit = settings.Parse(EvictionSettings.PodMaxPids, "a number from 1 on, or -1", -1, (string text, out long number) => long.TryParse(text, out number) && number is > 0 or -1),
            KubeReserved = settings.Parse(EvictionSettings.KubeReserved, Amounts, ReservedResources.None, ReservedResources.TryParse),
            SystemReserved = settings.Parse(EvictionSettings.SystemReserved, Amounts, ReservedResources.None, ReservedResources.TryParse),
            Hard = hard,
            Soft = soft,
            MaxPodGracePeriod = TimeSpan.FromSeconds(settings.Parse(EvictionSettings.EvictionMaxPodGracePeriod, "a number of seconds", 0, (string text, out int number) => int.TryParse(text, out number) && number >= 0)),
            TransitionPeriod = settings.Parse(EvictionSettings.EvictionPressureTransitionPeriod, "a duration such as 5m", default, (string text, out TimeSpan period) => GoDuration.TryParse(text, out period)),
        };
    }

    private static IReadOnlyList<EvictionThreshold> Soften(Settings settings)
    {
        var (soft, periods) = (settings.Text(EvictionSettings.EvictionSoft) ?? "", settings.Text(EvictionSettings.EvictionSoftGracePeriod) ?? "");
        return EvictionThresholds.TryParseSoft(soft, periods, out var thresholds)
            ? thresholds
            : throw new UsageException($"--{EvictionSettings.EvictionSoft.Name} is \"{soft}\": thresholds were expected, and for each a time in --{EvictionSettings.EvictionSoftGracePeriod.Name}");
    }
}

using System.Collections.Concurrent;
using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Stats;
using Kite.Agent.Linux;
using Kite.Agent.Volumes.Csi;
using Kite.Api.Client.Events;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Volumes.Usage;

/// <summary>Measures how full pods' volumes are when somebody asks, at most once a minute.</summary>
internal sealed class VolumeMeter(PodVolumes volumes, DiskMeter disk, CsiUsage drivers, KubeletEvents events, TimeProvider clock)
{
    private const int MostAnswers = 1000;
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    /// <summary>A driver that doesn't answer holds nobody up for long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Answer> answers = new(StringComparer.Ordinal);

    /// <summary>How full a pod's volume is; null where it isn't made, nobody measures it, or its driver doesn't say.</summary>
    public async Task<VolumeUsage?> OfAsync(Pod pod, Volume volume, CancellationToken cancellationToken)
    {
        if (volumes.TryFind(pod, volume.Name) is not { } made) return null;
        return made.Measure switch
        {
            VolumeMeasure.Files => VolumeUsage.Of(FileSystemSpace.Of(made.Path), disk.Of(made.Path, Age, cancellationToken)),
            VolumeMeasure.FileSystem => VolumeUsage.Of(FileSystemSpace.Of(made.Path)),
            VolumeMeasure.Driver => await AskAsync(pod, made.Path, cancellationToken),
            _ => null,
        };
    }

    /// <summary>The claim that stands behind a pod's volume; null where there is none.</summary>
    public static string? ClaimOf(Pod pod, Volume volume) => volume.PersistentVolumeClaim?.ClaimName ?? (volume.Ephemeral is null ? null : $"{pod.Metadata.Name}-{volume.Name}");

    private async Task<VolumeUsage?> AskAsync(Pod pod, string path, CancellationToken cancellationToken)
    {
        if (answers.TryGetValue(path, out var last) && clock.GetElapsedTime(last.At) < Age) return last.Usage;
        if (answers.Count > MostAnswers) answers.Clear();
        using var patience = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        VolumeUsage? usage;
        try
        {
            usage = await drivers.OfAsync(path, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // As it was when it last answered; it is asked again in a while.
            usage = last.Usage;
        }
        answers[path] = new Answer(usage, clock.GetTimestamp());
        if (usage is { IsAbnormal: true }) events.Record(ObjectReferences.To(pod), EventTypes.Warning, "VolumeConditionAbnormal", $"Volume {Path.GetFileName(Path.GetDirectoryName(path))}: {usage.Condition}");
        return usage;
    }

    private readonly record struct Answer(VolumeUsage? Usage, long At);
}

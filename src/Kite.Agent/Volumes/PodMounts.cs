using System.Collections.Concurrent;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Volumes;

/// <summary>The volumes of a pod that are made.</summary>
internal sealed class PodMounts
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(60);

    private volatile bool isStale;
    private Pod? madeFor;
    private DateTimeOffset madeAt;

    /// <summary>The volumes by name.</summary>
    public ConcurrentDictionary<string, MountedVolume> Volumes { get; } = new(StringComparer.Ordinal);

    /// <summary>Says that something has changed that a volume is made from.</summary>
    public void Invalidate() => isStale = true;

    /// <summary>Says that the volumes are being made from what is there now.</summary>
    public void Begin(Pod pod, DateTimeOffset now) => (isStale, madeFor, madeAt) = (false, pod, now);

    /// <summary>When the volumes are to be looked at again; null where only a change is a reason to.</summary>
    public DateTimeOffset? DueAt(Pod pod)
    {
        if (isStale || madeFor is null || (IsDescribed(pod) && IsChanged(madeFor.Metadata.Labels, pod.Metadata.Labels, madeFor.Metadata.Annotations, pod.Metadata.Annotations))) return DateTimeOffset.MinValue;
        if (Volumes.Count < pod.Spec.Volumes.Count(volume => volume.Image is null)) return madeAt + Retry;
        var period = Volumes.Values.Min(volume => volume.RefreshAfter);
        return period is null ? null : madeAt + period;
    }

    /// <summary>True where a volume holds what the pod says of itself.</summary>
    private static bool IsDescribed(Pod pod) => pod.Spec.Volumes.Any(volume => volume.DownwardAPI is not null || volume.Projected?.Sources.Any(source => source.DownwardAPI is not null) is true);

    private static bool IsChanged(
        IReadOnlyDictionary<string, string> oldLabels, IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> oldAnnotations, IReadOnlyDictionary<string, string> annotations) =>
        IsChanged(oldLabels, labels) || IsChanged(oldAnnotations, annotations);

    private static bool IsChanged(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now) =>
        before.Count != now.Count || now.Any(entry => before.GetValueOrDefault(entry.Key) != entry.Value);
}

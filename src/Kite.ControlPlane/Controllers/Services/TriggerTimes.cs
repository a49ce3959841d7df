using System.Collections.Concurrent;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Controllers.Pods;

namespace Kite.ControlPlane.Controllers.Services;

/// <summary>Works out which change led to a change of endpoints, so that the time from one to the other can be measured.</summary>
internal sealed class TriggerTimes
{
    internal const string Annotation = "endpoints.kubernetes.io/last-change-trigger-time";

    private readonly ConcurrentDictionary<ObjectKey, Dictionary<string, DateTimeOffset>> seen = [];

    /// <summary>The earliest change since the last call for the Service; null where nothing newer is known.</summary>
    internal DateTimeOffset? Next(Service service, IEnumerable<Pod> pods)
    {
        var key = ObjectKey.Of(service);
        var known = seen.GetValueOrDefault(key);
        var times = pods.Append(null).ToDictionary(pod => pod?.Metadata.Uid ?? "", pod => pod is null ? service.Metadata.CreationTimestamp : TimeOf(pod));
        seen[key] = times.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!.Value);
        if (known is null) return service.Metadata.CreationTimestamp;
        return times.Where(pair => pair.Value > known.GetValueOrDefault(pair.Key)).Min(pair => pair.Value);
    }

    /// <summary>The Service is gone.</summary>
    internal void Forget(ObjectKey service) => seen.TryRemove(service, out _);

    private static DateTimeOffset? TimeOf(Pod pod) => pod.Condition("Ready")?.LastTransitionTime ?? pod.Metadata.CreationTimestamp;
}

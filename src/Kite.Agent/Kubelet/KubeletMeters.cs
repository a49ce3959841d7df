using System.Diagnostics.Metrics;
using Kite.Agent.Kubelet.Pods;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet;

/// <summary>What the kubelet counts and times of its work, under upstream's names.</summary>
internal sealed class KubeletMeters
{
    private static readonly double[] StartBuckets = [0.5, 1, 2, 3, 4, 5, 6, 8, 10, 20, 30, 45, 60, 120, 180, 240, 300, 360, 480, 600, 900, 1200, 1800, 2700, 3600];

    private readonly TimeProvider clock;
    private readonly Counter<long> evictions;
    private readonly Counter<long> collectedImages;
    private readonly Counter<long> startedPods;
    private readonly Counter<long> startedPodErrors;
    private readonly Counter<long> startedContainers;
    private readonly Counter<long> startedContainerErrors;
    private readonly Histogram<double> podStarts;
    private readonly Histogram<double> podSliStarts;
    private readonly Histogram<double> podTotalStarts;
    private readonly Histogram<double> workers;
    private readonly Histogram<double> cgroups;

    public KubeletMeters(IMeterFactory meters, TimeProvider clock)
    {
        this.clock = clock;
        var meter = meters.Create("Kite.Agent.Kubelet");
        var buckets = new InstrumentAdvice<double> { HistogramBucketBoundaries = StartBuckets };
        evictions = meter.CreateCounter<long>("kubelet_evictions", null, "[ALPHA] Cumulative number of pod evictions by eviction signal");
        collectedImages = meter.CreateCounter<long>("kubelet_image_garbage_collected_total", null, "[ALPHA] Total number of images garbage collected by the kubelet, whether through disk usage or image age.");
        startedPods = meter.CreateCounter<long>("kubelet_started_pods_total", null, "[ALPHA] Cumulative number of pods started");
        startedPodErrors = meter.CreateCounter<long>("kubelet_started_pods_errors_total", null, "[ALPHA] Cumulative number of errors when starting pods");
        startedContainers = meter.CreateCounter<long>("kubelet_started_containers_total", null, "[ALPHA] Cumulative number of containers started");
        startedContainerErrors = meter.CreateCounter<long>("kubelet_started_containers_errors_total", null, "[ALPHA] Cumulative number of errors when starting containers");
        podStarts = meter.CreateHistogram("kubelet_pod_start_duration_seconds", "s", "[ALPHA] Duration in seconds from kubelet seeing a pod for the first time to the pod starting to run", null, buckets);
        podSliStarts = meter.CreateHistogram("kubelet_pod_start_sli_duration_seconds", "s",
            "[ALPHA] Duration in seconds to start a pod, excluding time to pull images and run init containers, measured from pod creation timestamp to when all its containers are reported as started and observed via watch", null, buckets);
        podTotalStarts = meter.CreateHistogram("kubelet_pod_start_total_duration_seconds", "s",
            "[ALPHA] Duration in seconds to start a pod since creation, including time to pull images and run init containers, measured from pod creation timestamp to when all its containers are reported as started and observed via watch", null, buckets);
        workers = meter.CreateHistogram<double>("kubelet_pod_worker_duration_seconds", "s", "[ALPHA] Duration in seconds to sync a single pod. Broken down by operation type: create, update, or sync");
        cgroups = meter.CreateHistogram<double>("kubelet_cgroup_manager_duration_seconds", "s", "[ALPHA] Duration in seconds for cgroup manager operations. Broken down by method.");
    }

    /// <summary>A pod was evicted because of a signal, such as <c>memory.available</c>, or a limit of its own.</summary>
    public void Evicted(string signal) => evictions.Add(1, Label("eviction_signal", signal));

    /// <summary>An unused image was removed, for <c>space</c> or <c>age</c>.</summary>
    public void ImageCollected(string reason) => collectedImages.Add(1, Label("reason", reason));

    /// <summary>A pod got its sandbox.</summary>
    public void PodStarted() => startedPods.Add(1);

    /// <summary>A pod could not get its sandbox.</summary>
    public void PodNotStarted() => startedPodErrors.Add(1);

    /// <summary>A container was started, or wasn't, and the reason that its status has.</summary>
    public void ContainerStarted(Pod pod, Container container, string? error)
    {
        var type = Label("container_type", TypeOf(pod, container));
        startedContainers.Add(1, type);
        if (error is not null) startedContainerErrors.Add(1, type, Label("code", error));
    }

    /// <summary>All containers of a pod run.</summary>
    /// <param name="sinceSeen">Since the kubelet saw it first.</param>
    /// <param name="sinceCreation">Since it was made in the API.</param>
    /// <param name="waiting">How much of that went to images and init containers.</param>
    public void PodRuns(TimeSpan sinceSeen, TimeSpan sinceCreation, TimeSpan waiting)
    {
        podStarts.Record(sinceSeen.TotalSeconds);
        var label = Label("first_with_network", "false");
        podTotalStarts.Record(sinceCreation.TotalSeconds, label);
        podSliStarts.Record(Math.Max(0, (sinceCreation - waiting).TotalSeconds), label);
    }

    /// <summary>A step in the life of a pod was taken.</summary>
    /// <param name="operation"><c>create</c>, <c>sync</c> or <c>terminating</c>.</param>
    /// <param name="took">How long it took.</param>
    public void Synced(string operation, TimeSpan took) => workers.Record(took.TotalSeconds, Label("operation_type", operation));

    /// <summary>Times a change of control groups: <c>update</c> or <c>destroy</c>.</summary>
    public void MeasureCgroups(string operation, Action change)
    {
        var began = clock.GetTimestamp();
        change();
        cgroups.Record(clock.GetElapsedTime(began).TotalSeconds, Label("operation_type", operation));
    }

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);

    private static string TypeOf(Pod pod, Container container) =>
        pod.Spec.InitContainers.Contains(container) ? "init_container" : EphemeralContainers.IsEphemeral(pod, container.Name) ? "ephemeral_container" : "container";
}

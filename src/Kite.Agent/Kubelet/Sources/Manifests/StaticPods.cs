using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Sources.Manifests;

/// <summary>Pods that come from the node's own files, and the annotations that tell them and their mirrors in the API from others.</summary>
internal static class StaticPods
{
    /// <summary>Where a pod comes from: <c>file</c>, or <c>api</c>.</summary>
    public const string SourceAnnotation = "kubernetes.io/config.source";

    /// <summary>The pod's UID on the node.</summary>
    public const string HashAnnotation = "kubernetes.io/config.hash";

    /// <summary>When the node first saw the pod.</summary>
    public const string SeenAnnotation = "kubernetes.io/config.seen";

    /// <summary>On a mirror the hash of the pod that it shows.</summary>
    public const string MirrorAnnotation = "kubernetes.io/config.mirror";

    /// <summary>True for a pod that comes from a file.</summary>
    public static bool IsStatic(Pod pod) => !IsMirror(pod) && pod.Metadata.Annotations.TryGetValue(SourceAnnotation, out var source) && source != "api";

    /// <summary>True for an object in the API that only shows a static pod.</summary>
    public static bool IsMirror(Pod pod) => pod.Metadata.Annotations.ContainsKey(MirrorAnnotation);
}

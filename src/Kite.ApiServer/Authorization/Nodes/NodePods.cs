using System.Runtime.CompilerServices;
using System.Text.Json;
using Kite.Api.Codecs;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Authorization.Nodes;

/// <summary>The pods of nodes and what they refer to.</summary>
internal sealed class NodePods(IResourceCaches caches)
{
    private static readonly ApiResource ClaimResource = new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true);

    private readonly IResourceCache pods = caches.For(Pod.Resource);
    private readonly ConditionalWeakTable<CachedObject, PodReferences> references = [];

    public bool Runs(string node, string @namespace, string pod) => pods.Get(new(@namespace, pod)) is { } found && IsOn(found, node);

    /// <summary>True where a pod of the node in the namespace (in any, where it is empty) refers to what is asked for.</summary>
    public bool Any(string node, string @namespace, Func<PodReferences, bool> refersTo)
    {
        foreach (var pod in pods.List(@namespace))
        {
            if (IsOn(pod, node) && refersTo(ReferencesOf(pod))) return true;
        }
        return false;
    }

    /// <summary>True where a claim of a pod of the node is bound to the volume.</summary>
    public bool HasVolume(string node, string volume) => VolumesOf(node).Contains(volume);

    /// <summary>True where a volume that a claim of a pod of the node is bound to names the Secret for what the node does with the volume.</summary>
    public bool HasVolumeSecret(string node, string @namespace, string secret)
    {
        foreach (var volume in VolumesOf(node))
        {
            if (caches.For(PersistentVolume.Resource).Get(new("", volume))?.Read<PersistentVolume>().Spec.Csi is not { } csi) continue;
            foreach (var reference in new[] { csi.NodePublishSecretRef, csi.NodeStageSecretRef, csi.NodeExpandSecretRef })
            {
                if (reference?.Name == secret && reference.Namespace == @namespace) return true;
            }
        }
        return false;
    }

    private static bool IsOn(CachedObject pod, string node) => pod.Fields.TryGetValue("spec.nodeName", out var name) && name == node;

    private PodReferences ReferencesOf(CachedObject pod) => references.GetValue(pod, static value => new PodReferences(value.Read<Pod>()));

    private IEnumerable<string> VolumesOf(string node)
    {
        foreach (var pod in pods.List())
        {
            if (!IsOn(pod, node)) continue;
            foreach (var claim in ReferencesOf(pod).Claims)
            {
                if (VolumeOf(new(pod.Key.Namespace, claim)) is { Length: > 0 } volume) yield return volume;
            }
        }
    }

    private string? VolumeOf(ObjectKey claim)
    {
        if (caches.For(ClaimResource).Get(claim) is not { } found) return null;
        using var document = JsonDocument.Parse(found.Json, JsonCodec.DocumentOptions);
        return document.RootElement.TryGetProperty("spec", out var spec) && spec.TryGetProperty("volumeName", out var name) ? name.GetString() : null;
    }
}

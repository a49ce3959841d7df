using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Record;

/// <summary>The objects of its namespace that a pod is made from.</summary>
internal static class PodReferences
{
    /// <summary>The ConfigMaps.</summary>
    public static IEnumerable<ObjectKey> ConfigMaps(Pod pod) => Keys(pod,
        Containers(pod).SelectMany(container => container.EnvFrom.Select(from => from.ConfigMapRef?.Name).Concat(container.Env.Select(variable => variable.ValueFrom?.ConfigMapKeyRef?.Name)))
            .Concat(pod.Spec.Volumes.Select(volume => volume.ConfigMap?.Name))
            .Concat(Projections(pod).Select(source => source.ConfigMap?.Name)));

    /// <summary>The Secrets.</summary>
    public static IEnumerable<ObjectKey> Secrets(Pod pod) => Keys(pod,
        Containers(pod).SelectMany(container => container.EnvFrom.Select(from => from.SecretRef?.Name).Concat(container.Env.Select(variable => variable.ValueFrom?.SecretKeyRef?.Name)))
            .Concat(pod.Spec.Volumes.Select(volume => volume.Secret?.SecretName ?? volume.Csi?.NodePublishSecretRef?.Name))
            .Concat(Projections(pod).Select(source => source.Secret?.Name))
            .Concat(pod.Spec.ImagePullSecrets.Select(secret => secret.Name)));

    /// <summary>What a pod refers to that only the API server has, in words; null for nothing.</summary>
    public static string? ApiObjects(Pod pod)
    {
        if (!string.IsNullOrEmpty(pod.Spec.ServiceAccountName)) return "a service account";
        if (Secrets(pod).Any()) return "secrets";
        if (ConfigMaps(pod).Any()) return "configmaps";
        if (pod.Spec.Volumes.Any(volume => volume.PersistentVolumeClaim is not null)) return "persistentvolumeclaims";
        return Projections(pod).Any(source => source.ServiceAccountToken is not null) ? "service account tokens" : null;
    }

    private static IEnumerable<Container> Containers(Pod pod) => Pods.PodRules.AllContainers(pod);

    private static IEnumerable<VolumeProjection> Projections(Pod pod) => pod.Spec.Volumes.SelectMany(volume => volume.Projected?.Sources ?? []);

    private static IEnumerable<ObjectKey> Keys(Pod pod, IEnumerable<string?> names) =>
        names.Where(name => !string.IsNullOrEmpty(name)).Select(name => new ObjectKey(pod.Metadata.Namespace, name!)).Distinct();
}

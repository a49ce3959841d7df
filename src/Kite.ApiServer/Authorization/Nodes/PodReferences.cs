using Kite.Api.Models.CoreV1;

namespace Kite.ApiServer.Authorization.Nodes;

/// <summary>What a pod refers to in its namespace, and so what its node may read.</summary>
internal sealed class PodReferences
{
    private readonly HashSet<string> secrets = [];
    private readonly HashSet<string> configMaps = [];
    private readonly HashSet<string> claims = [];

    public PodReferences(Pod pod)
    {
        // A mirror pod is made by the node itself: what it names proves nothing.
        if (pod.Metadata.Annotations.ContainsKey("kubernetes.io/config.mirror")) return;
        ServiceAccount = pod.Spec.ServiceAccountName ?? "";
        foreach (var reference in pod.Spec.ImagePullSecrets) Add(secrets, reference.Name);
        foreach (var container in pod.Spec.Containers.Concat(pod.Spec.InitContainers)) AddEnvironment(container.EnvFrom, container.Env);
        foreach (var container in pod.Spec.EphemeralContainers) AddEnvironment(container.EnvFrom, container.Env);
        foreach (var volume in pod.Spec.Volumes) AddVolume(pod, volume);
    }

    public string ServiceAccount { get; } = "";

    public bool HasSecret(string name) => secrets.Contains(name);

    public bool HasConfigMap(string name) => configMaps.Contains(name);

    public bool HasClaim(string name) => claims.Contains(name);

    public IEnumerable<string> Claims => claims;

    private static void Add(HashSet<string> names, string? name)
    {
        if (!string.IsNullOrEmpty(name)) names.Add(name);
    }

    private void AddEnvironment(IReadOnlyList<EnvFromSource> sources, IReadOnlyList<EnvVar> variables)
    {
        foreach (var source in sources)
        {
            Add(secrets, source.SecretRef?.Name);
            Add(configMaps, source.ConfigMapRef?.Name);
        }
        foreach (var variable in variables)
        {
            Add(secrets, variable.ValueFrom?.SecretKeyRef?.Name);
            Add(configMaps, variable.ValueFrom?.ConfigMapKeyRef?.Name);
        }
    }

    private void AddVolume(Pod pod, Volume volume)
    {
        Add(secrets, volume.Secret?.SecretName);
        Add(configMaps, volume.ConfigMap?.Name);
        Add(claims, volume.PersistentVolumeClaim?.ClaimName);
        Add(secrets, volume.Csi?.NodePublishSecretRef?.Name);
        if (volume.Ephemeral is not null) Add(claims, $"{pod.Metadata.Name}-{volume.Name}");
        foreach (var source in volume.Projected?.Sources ?? [])
        {
            Add(secrets, source.Secret?.Name);
            Add(configMaps, source.ConfigMap?.Name);
        }
    }
}

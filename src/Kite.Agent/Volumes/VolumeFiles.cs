using System.Text;
using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Settings;
using Kite.Agent.Kubelet.Sources;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Volumes;

/// <summary>Says which files belong into volumes that are made from objects.</summary>
internal sealed class VolumeFiles(FollowedObjects objects, ServiceAccountTokens tokens, NodeCapacity capacity)
{
    private const int DefaultMode = 0x1A4; // 0644
    private const int PrivateMode = 0x180; // 0600

    /// <summary>The files.</summary>
    /// <exception cref="VolumeException">An object or a key in it is missing.</exception>
    public async Task<IReadOnlyList<ProjectedFile>> OfAsync(Pod pod, Volume volume, CancellationToken cancellationToken)
    {
        var files = new List<ProjectedFile>();
        if (volume.ConfigMap is { } map)
            await AddConfigMapAsync(files, pod, map.Name ?? "", map.Items, map.Optional, map.DefaultMode, cancellationToken);
        else if (volume.Secret is { } secret)
            await AddSecretAsync(files, pod, secret.SecretName ?? "", secret.Items, secret.Optional, secret.DefaultMode, cancellationToken);
        else if (volume.DownwardAPI is { } downward)
            AddFields(files, pod, downward.Items, downward.DefaultMode);
        else if (volume.Projected is { } projected)
            await AddProjectedAsync(files, pod, volume.Name, projected, cancellationToken);
        // A later source wins over an earlier one with the same path.
        return files.GroupBy(file => file.Path).Select(group => group.Last()).ToArray();
    }

    private static UnixFileMode Mode(int? mode) => (UnixFileMode)((mode ?? DefaultMode) & 0xFFF);

    private static void AddEntries(List<ProjectedFile> files, string reference, IReadOnlyDictionary<string, byte[]> entries, IReadOnlyList<KeyToPath> items, bool? optional, int? mode)
    {
        if (items.Count == 0)
        {
            files.AddRange(entries.Select(entry => new ProjectedFile(entry.Key, entry.Value, Mode(mode))));
            return;
        }
        foreach (var item in items)
        {
            if (entries.TryGetValue(item.Key, out var content)) files.Add(new ProjectedFile(item.Path, content, Mode(item.Mode ?? mode)));
            else if (optional is not true) throw new VolumeException($"{reference} key: {item.Key}");
        }
    }

    private async Task AddProjectedAsync(List<ProjectedFile> files, Pod pod, string volume, ProjectedVolumeSource projected, CancellationToken cancellationToken)
    {
        foreach (var source in projected.Sources)
        {
            if (source.ConfigMap is { } map)
                await AddConfigMapAsync(files, pod, map.Name ?? "", map.Items, map.Optional, projected.DefaultMode, cancellationToken);
            if (source.Secret is { } secret)
                await AddSecretAsync(files, pod, secret.Name ?? "", secret.Items, secret.Optional, projected.DefaultMode, cancellationToken);
            if (source.DownwardAPI is { } downward)
                AddFields(files, pod, downward.Items, projected.DefaultMode);
            if (source.ServiceAccountToken is { } token)
                await AddTokenAsync(files, pod, volume, token, projected.DefaultMode, cancellationToken);
            if (source.ClusterTrustBundle is { Optional: not true })
                throw new VolumeException("ClusterTrustBundle projection is not supported in static kubelet mode");
        }
    }

    private async Task AddTokenAsync(List<ProjectedFile> files, Pod pod, string volume, ServiceAccountTokenProjection projection, int? mode, CancellationToken cancellationToken)
    {
        // Whoever is known to read it gets it for themselves; else everybody does.
        var user = UserOf(pod);
        var isForSome = user is not null || pod.Spec.SecurityContext?.FsGroup is not null;
        if (await tokens.GetAsync(pod, volume, projection, cancellationToken) is { } token)
            files.Add(new ProjectedFile(projection.Path, Encoding.ASCII.GetBytes(token.Value), Mode(isForSome ? PrivateMode : mode), user));
    }

    /// <summary>The user that all containers of the pod run as, or null where that isn't said or they differ.</summary>
    private static uint? UserOf(Pod pod)
    {
        var common = pod.Spec.SecurityContext?.RunAsUser;
        var users = PodRules.AllContainers(pod).Select(container => container.SecurityContext?.RunAsUser ?? common).Distinct().ToArray();
        return users is [{ } user] ? (uint)user : null;
    }

    private async Task AddConfigMapAsync(
        List<ProjectedFile> files, Pod pod, string name, IReadOnlyList<KeyToPath> items, bool? optional, int? mode, CancellationToken cancellationToken)
    {
        var map = await objects.ConfigMapAsync(pod, name, cancellationToken);
        if (map is null && optional is not true) throw new VolumeException($"configmap \"{name}\" not found");
        if (map is null) return;
        var entries = map.BinaryData.ToDictionary(entry => entry.Key, entry => entry.Value);
        foreach (var (key, value) in map.Data) entries[key] = Encoding.UTF8.GetBytes(value);
        AddEntries(files, "configmap references non-existent config", entries, items, optional, mode);
    }

    private async Task AddSecretAsync(
        List<ProjectedFile> files, Pod pod, string name, IReadOnlyList<KeyToPath> items, bool? optional, int? mode, CancellationToken cancellationToken)
    {
        var secret = await objects.SecretAsync(pod, name, cancellationToken);
        if (secret is null && optional is not true) throw new VolumeException($"secret \"{name}\" not found");
        if (secret is not null) AddEntries(files, "references non-existent secret", secret.Data, items, optional, mode);
    }

    private void AddFields(List<ProjectedFile> files, Pod pod, IReadOnlyList<DownwardAPIVolumeFile> items, int? mode)
    {
        foreach (var item in items)
        {
            var value = item.FieldRef is { } field ? PodFields.Field(pod, field.FieldPath)
                : item.ResourceFieldRef is { } resource && PodRules.AllContainers(pod).FirstOrDefault(container => container.Name == resource.ContainerName) is { } container
                    ? PodFields.Resource(container, resource, capacity.Allocatable) : null;
            if (value is null) throw new VolumeException($"unsupported reference of item {item.Path}");
            files.Add(new ProjectedFile(item.Path, Encoding.UTF8.GetBytes(value), Mode(item.Mode ?? mode)));
        }
    }
}

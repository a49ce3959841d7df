using System.Text;
using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Kubelet.Sources;
using Kite.Agent.Runtime;
using Kite.Agent.Volumes;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Builds a container's environment: services first, then <c>envFrom</c>, then <c>env</c>, each able to override what came before.</summary>
internal sealed class EnvironmentBuilder(IObjectSource objects, ServiceEnvironment services, NodeAddresses addresses, NodeCapacity capacity, PodVolumes volumes)
{
    /// <summary>The variables.</summary>
    /// <exception cref="StartException">Something that the spec refers to is missing.</exception>
    public async Task<Dictionary<string, string>> BuildAsync(Pod pod, Container container, RuntimeContainer sandbox, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in container.EnvFrom) await AddFromAsync(variables, pod, source, cancellationToken);
        var inherited = services.For(pod.Metadata.Namespace, pod.Spec.EnableServiceLinks ?? true);
        foreach (var variable in container.Env)
        {
            if (variable.ValueFrom is { } source)
            {
                if (await ResolveAsync(pod, container, sandbox, variable.Name, source, cancellationToken) is { } value) variables[variable.Name] = value;
            }
            else
            {
                variables[variable.Name] = VariableExpansion.Expand(variable.Value ?? "", name => variables.GetValueOrDefault(name) ?? inherited.GetValueOrDefault(name));
            }
        }
        foreach (var (name, value) in inherited) variables.TryAdd(name, value);
        return variables;
    }

    private static StartException Missing(string message) => new("CreateContainerConfigError", message);

    private async Task AddFromAsync(Dictionary<string, string> variables, Pod pod, EnvFromSource source, CancellationToken cancellationToken)
    {
        if (source.ConfigMapRef is { } map)
        {
            if (await objects.ConfigMapAsync(pod.Metadata.Namespace, map.Name ?? "", cancellationToken) is { } found)
                foreach (var (key, value) in found.Data) variables[source.Prefix + key] = value;
            else if (map.Optional is not true) throw Missing($"configmap \"{map.Name}\" not found");
        }
        if (source.SecretRef is { } secret)
        {
            if (await objects.SecretAsync(pod.Metadata.Namespace, secret.Name ?? "", cancellationToken) is { } found)
                foreach (var (key, value) in found.Data) variables[source.Prefix + key] = Encoding.UTF8.GetString(value);
            else if (secret.Optional is not true) throw Missing($"secret \"{secret.Name}\" not found");
        }
    }

    private async Task<string?> ResolveAsync(Pod pod, Container container, RuntimeContainer sandbox, string name, EnvVarSource source, CancellationToken cancellationToken)
    {
        if (source.FieldRef is { } field)
        {
            return PodFields.Field(pod, field.FieldPath, sandbox, addresses.All is [var first, ..] ? first.ToString() : "")
                ?? throw Missing($"unsupported fieldPath: {field.FieldPath}");
        }
        if (source.ResourceFieldRef is { } resource)
        {
            var about = string.IsNullOrEmpty(resource.ContainerName) ? container : PodRules.AllContainers(pod).FirstOrDefault(other => other.Name == resource.ContainerName)
                ?? throw Missing($"container {resource.ContainerName} not found");
            return PodFields.Resource(about, resource, capacity.Allocatable) ?? throw Missing($"unsupported container resource : {resource.Resource}");
        }
        if (source.ConfigMapKeyRef is { } key)
        {
            var map = await objects.ConfigMapAsync(pod.Metadata.Namespace, key.Name ?? "", cancellationToken);
            if (map is not null && map.Data.TryGetValue(key.Key, out var value)) return value;
            if (key.Optional is true) return null;
            throw Missing(map is null ? $"configmap \"{key.Name}\" not found" : $"couldn't find key {key.Key} in ConfigMap {pod.Metadata.Namespace}/{key.Name}");
        }
        if (source.SecretKeyRef is { } entry)
        {
            var secret = await objects.SecretAsync(pod.Metadata.Namespace, entry.Name ?? "", cancellationToken);
            if (secret is not null && secret.Data.TryGetValue(entry.Key, out var value)) return Encoding.UTF8.GetString(value);
            if (entry.Optional is true) return null;
            throw Missing(secret is null ? $"secret \"{entry.Name}\" not found" : $"couldn't find key {entry.Key} in Secret {pod.Metadata.Namespace}/{entry.Name}");
        }
        if (source.FileKeyRef is { } file) return FromFile(pod, file);
        throw Missing($"environment variable {name} has no source");
    }

    private string? FromFile(Pod pod, FileKeySelector file)
    {
        try
        {
            using var opened = volumes.Open(pod, file.VolumeName, file.Path);
            if (EnvironmentFile.Read($"/proc/self/fd/{opened.DangerousGetHandle()}", file.Key) is { } value) return value;
            return file.Optional is true ? null : throw Missing($"environment variable key \"{file.Key}\" not found in file \"{file.Path}\"");
        }
        catch (VolumeException e)
        {
            if (file.Optional is true) return null;
            throw Missing(e.Message);
        }
    }
}

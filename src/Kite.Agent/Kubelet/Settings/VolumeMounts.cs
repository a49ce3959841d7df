using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Runtime;
using Kite.Agent.Volumes;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Resolves a container's volume mounts to paths of the node.</summary>
internal sealed class VolumeMounts(PodVolumes volumes)
{
    /// <summary>The mounts, in the order of the spec.</summary>
    /// <param name="pod">The pod, whose volumes are made.</param>
    /// <param name="container">The container.</param>
    /// <param name="images">The images of its image volumes, by the volume's name.</param>
    /// <param name="variables">Its environment, which <c>subPathExpr</c> may refer to.</param>
    /// <exception cref="StartException">A mount can't be made as the spec says.</exception>
    public IEnumerable<ContainerMount> Of(Pod pod, Container container, IReadOnlyDictionary<string, RuntimeImage> images, IReadOnlyDictionary<string, string> variables)
    {
        for (var i = 0; i < container.VolumeMounts.Count; i++)
        {
            var mount = container.VolumeMounts[i];
            yield return images.TryGetValue(mount.Name, out var image)
                ? new ContainerMount(SubPathOf(mount, variables), mount.MountPath, true) { ImageId = image.Id }
                : Of(pod, container, i, variables);
        }
    }

    /// <summary>True where what is mounted in the volume is read-only too, as the spec wants and the kernel can.</summary>
    public static bool IsRecursive(VolumeMount mount) => mount is { ReadOnly: true, RecursiveReadOnly: "Enabled" or "IfPossible" } && Mounts.CanBindReadOnly;

    /// <summary>The volumes that a container gets as devices, in the order of the spec.</summary>
    /// <exception cref="StartException">A volume isn't there.</exception>
    public IEnumerable<ContainerDevice> DevicesOf(Pod pod, Container container)
    {
        foreach (var device in container.VolumeDevices)
        {
            MountedVolume source;
            try
            {
                source = volumes.DeviceOf(pod, device.Name);
            }
            catch (VolumeException e)
            {
                throw Refuse(e.Message, e);
            }
            yield return new ContainerDevice(source.Path, device.DevicePath, source.IsReadOnly ? "r" : "mrw");
        }
    }

    private static string SubPathOf(VolumeMount mount, IReadOnlyDictionary<string, string> variables) =>
        mount.SubPathExpr is { Length: > 0 } expression ? Expand(expression, variables) : mount.SubPath ?? "";

    private ContainerMount Of(Pod pod, Container container, int index, IReadOnlyDictionary<string, string> variables)
    {
        var mount = container.VolumeMounts[index];
        var isRecursive = IsRecursive(mount);
        if (mount.RecursiveReadOnly == "Enabled" && !isRecursive)
            throw Refuse($"failed to resolve recursive read-only mode: volume \"{mount.Name}\" requested recursive read-only mode, but it is not supported by the runtime");
        var subPath = SubPathOf(mount, variables);
        try
        {
            var source = isRecursive ? volumes.ReadOnlySourceOf(pod, container, index, subPath) : volumes.SourceOf(pod, container, index, subPath);
            return new ContainerMount(source.Path, mount.MountPath, mount.ReadOnly is true || source.IsReadOnly, mount.MountPropagation switch
            {
                "Bidirectional" => "rshared",
                "HostToContainer" => "rslave",
                _ => ContainerMount.Private,
            });
        }
        catch (VolumeException e)
        {
            throw Refuse(e.Message, e);
        }
    }

    private static string Expand(string expression, IReadOnlyDictionary<string, string> variables)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var expanded = VariableExpansion.Expand(expression, name =>
        {
            var value = variables.GetValueOrDefault(name);
            if (string.IsNullOrEmpty(value)) missing.Add(name);
            return value;
        });
        return missing.Count == 0 ? expanded : throw Refuse($"missing value for {string.Join(", ", missing)}");
    }

    private static StartException Refuse(string message, Exception? innerException = null) => new("CreateContainerConfigError", message, innerException);
}

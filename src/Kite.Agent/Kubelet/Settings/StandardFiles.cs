using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Writes the files that every container is given: its names, its resolvers, and where to leave its last words.</summary>
internal sealed class StandardFiles(KubeletOptions options, PodFiles files, ResolverFile resolver)
{
    private const string DefaultMessagePath = "/dev/termination-log";
    private const UnixFileMode Everyone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The mounts of <c>/etc/hosts</c> and <c>/etc/resolv.conf</c>, without those that the container mounts itself.</summary>
    public IEnumerable<ContainerMount> Names(Pod pod, Container container, RuntimeContainer sandbox)
    {
        if (!Mounts(container, "/etc/hosts"))
            yield return Write(files.Hosts(pod.Metadata.Uid), "/etc/hosts", HostNames.HostsFile(pod, options.NodeName, options.ClusterDomain, sandbox.Addresses));
        if (!Mounts(container, "/etc/resolv.conf"))
            yield return Write(files.Resolver(pod.Metadata.Uid), "/etc/resolv.conf", resolver.SettingsFor(pod).ToString());
    }

    /// <summary>The mount of the empty file that one start of a container leaves its termination message in.</summary>
    public ContainerMount TerminationMessage(Pod pod, Container container, int attempt)
    {
        var file = files.TerminationMessage(pod.Metadata.Uid, container.Name, attempt);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, []);
        File.SetUnixFileMode(file, Everyone);
        return new ContainerMount(file, container.TerminationMessagePath is { Length: > 0 } path ? path : DefaultMessagePath, false);
    }

    /// <summary>The directory in which the runtime may mount what it needs for a container.</summary>
    public string MountDirectory(Pod pod, Container container) => Path.Combine(files.ContainerMounts(pod.Metadata.Uid), container.Name);

    private static bool Mounts(Container container, string target) => container.VolumeMounts.Any(mount => mount.MountPath == target);

    private static ContainerMount Write(string file, string target, string text)
    {
        // Written in place: containers that run already have this very file mounted.
        if (!File.Exists(file) || File.ReadAllText(file) != text) File.WriteAllText(file, text);
        return new ContainerMount(file, target, false);
    }
}

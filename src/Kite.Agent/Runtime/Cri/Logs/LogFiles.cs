namespace Kite.Agent.Runtime.Cri.Logs;

/// <summary>Where containers' logs lie on the node: <c>/var/log/pods/(namespace)_(pod)_(uid)/(container)/(attempt).log</c>, with a link in <c>/var/log/containers</c>.</summary>
internal sealed class LogFiles(CriOptions options)
{
    /// <summary>A container's log, below its pod's directory.</summary>
    public static string PathInPod(string containerName, int attempt) => $"{containerName}/{attempt}.log";

    /// <summary>The directory of a pod's logs.</summary>
    public string DirectoryOf(PodIdentity pod) => Path.Combine(options.LogDirectory, $"{pod.Namespace}_{pod.Name}_{pod.Uid}");

    /// <summary>A container's log.</summary>
    public string PathOf(RuntimeContainer container) => Path.Combine(DirectoryOf(container.Pod), PathInPod(container.Name, container.Attempt));

    /// <summary>Makes a pod's directory.</summary>
    public void Prepare(PodIdentity pod) => Directory.CreateDirectory(DirectoryOf(pod));

    /// <summary>Makes a container's directory.</summary>
    public void Prepare(PodIdentity pod, string containerName) => Directory.CreateDirectory(Path.Combine(DirectoryOf(pod), containerName));

    /// <summary>Makes the link by which log collectors find a container's log.</summary>
    public void Link(RuntimeContainer container)
    {
        var link = LinkOf(container);
        if (new FileInfo(link).LinkTarget is not null) return;
        Directory.CreateDirectory(options.LinkDirectory);
        File.CreateSymbolicLink(link, PathOf(container));
    }

    /// <summary>Removes a container's log with what was rotated away, and its link.</summary>
    public void Remove(RuntimeContainer container)
    {
        File.Delete(LinkOf(container));
        var path = PathOf(container);
        var directory = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(directory)) return;
        foreach (var file in Directory.EnumerateFiles(directory, Path.GetFileName(path) + "*")) File.Delete(file);
        RemoveIfEmpty(directory);
    }

    /// <summary>Removes a pod's directory once nothing is left in it.</summary>
    public void RemoveIfEmpty(PodIdentity pod)
    {
        var directory = DirectoryOf(pod);
        if (!Directory.Exists(directory)) return;
        // Containers that were never started leave empty directories.
        foreach (var container in Directory.EnumerateDirectories(directory)) RemoveIfEmpty(container);
        RemoveIfEmpty(directory);
    }

    /// <summary>Removes all logs of a pod, and their links.</summary>
    public void Remove(PodIdentity pod)
    {
        var directory = DirectoryOf(pod);
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        if (!Directory.Exists(options.LinkDirectory)) return;
        foreach (var link in new DirectoryInfo(options.LinkDirectory).EnumerateFiles($"{pod.Name}_{pod.Namespace}_*"))
            if (link.LinkTarget?.StartsWith(directory + '/', StringComparison.Ordinal) is true) link.Delete();
    }

    private static void RemoveIfEmpty(string directory)
    {
        if (!Directory.EnumerateFileSystemEntries(directory).Any()) Directory.Delete(directory);
    }

    private string LinkOf(RuntimeContainer container) =>
        Path.Combine(options.LinkDirectory, $"{container.Pod.Name}_{container.Pod.Namespace}_{container.Name}-{container.Id}.log");
}

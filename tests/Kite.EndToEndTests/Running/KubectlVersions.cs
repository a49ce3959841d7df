namespace Kite.EndToEndTests.Running;

/// <summary>The kubectl programs on this machine: the one on the path, and old and new ones beside it where they are installed.</summary>
internal static class KubectlVersions
{
    /// <summary>Their names or paths.</summary>
    public static IReadOnlyList<string> All { get; } = ["kubectl", .. Beside("kubectl.1.27", "kubectl.1.30", "kubectl.1.33")];

    private static IEnumerable<string> Beside(params string[] names)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(directory => new FileInfo(Path.Combine(directory, "kubectl"))).FirstOrDefault(file => file.Exists);
        if (found is null) return [];
        var real = found.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? found.FullName;
        return names.Select(name => Path.Combine(Path.GetDirectoryName(real)!, name)).Where(File.Exists);
    }
}

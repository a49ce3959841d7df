namespace Kite.Agent.Volumes;

/// <summary>Finds a path inside a volume, and nowhere else.</summary>
internal static class SubPaths
{
    /// <summary>The real path of <paramref name="subPath"/> in a volume; a directory is made where nothing is there.</summary>
    /// <exception cref="VolumeException">It leads out of the volume.</exception>
    public static string Resolve(string volume, string root, string subPath)
    {
        if (Path.IsPathRooted(subPath) || subPath.Split('/').Contains("..")) throw new VolumeException(volume, $"subPath \"{subPath}\" must not be absolute or contain \"..\"");
        var realRoot = Real(root);
        var current = realRoot;
        foreach (var part in subPath.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".") continue;
            var next = Path.Combine(current, part);
            if (!Path.Exists(next) && new FileInfo(next).LinkTarget is null) Directory.CreateDirectory(next);
            // Every link on the way is followed here and now; what is mounted is the place itself.
            current = Real(next);
            if (current != realRoot && !current.StartsWith(realRoot + "/", StringComparison.Ordinal))
                throw new VolumeException(volume, $"failed to prepare subPath for volumeMount \"{volume}\": subpath \"{subPath}\" not within volume path");
        }
        return current;
    }

    private static string Real(string path)
    {
        var resolved = "/";
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(resolved, part);
            FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            resolved = info.LinkTarget is null ? next : Real(Path.GetFullPath(info.ResolveLinkTarget(returnFinalTarget: true)!.FullName));
        }
        return resolved;
    }
}

namespace Kite.Agent.Kubelet.Resources;

/// <summary>What both versions of control groups have in common: a group is a directory.</summary>
internal static class CgroupDirectory
{
    /// <summary>The names of the directories right below one; none where it isn't there.</summary>
    public static IReadOnlyList<string> Children(string directory)
    {
        try
        {
            return Directory.GetDirectories(directory).Select(child => Path.GetFileName(child)).ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Removes a group with those below it, as far as no process is in them. Its files can't be removed and needn't be.</summary>
    public static void Remove(string directory)
    {
        if (!Directory.Exists(directory)) return;
        foreach (var child in Children(directory)) Remove(Path.Combine(directory, child));
        try
        {
            // Like rmdir, and unlike what .NET makes of it elsewhere, the kernel doesn't mind the files of a group.
            Directory.Delete(directory, recursive: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Something still runs in it.
        }
    }

    /// <summary>The group of a process in the tree of a controller (empty for version 2's); null where it can't be told.</summary>
    public static string? Of(string proc, long processId, string controller)
    {
        try
        {
            foreach (var line in File.ReadLines(Path.Combine(proc, $"{processId}", "cgroup")))
            {
                var parts = line.Split(':', 3);
                if (parts.Length == 3 && (controller.Length == 0 ? parts[0] == "0" : parts[1].Split(',').Contains(controller))) return parts[2];
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended.
        }
        return null;
    }
}

using Kite.Agent.Runtime;

namespace Kite.Agent.Linux;

/// <summary>Reads from the kernel who a process runs as.</summary>
internal static class ProcessUser
{
    /// <summary>The user and groups of a process; null where it is gone.</summary>
    public static ContainerUserIds? Of(long processId)
    {
        try
        {
            return Parse(File.ReadLines($"/proc/{processId}/status"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads the lines of <c>/proc/PID/status</c>; null where they don't say.</summary>
    internal static ContainerUserIds? Parse(IEnumerable<string> lines)
    {
        long? uid = null, gid = null;
        foreach (var line in lines)
        {
            if (line.StartsWith("Uid:", StringComparison.Ordinal)) uid = First(line);
            else if (line.StartsWith("Gid:", StringComparison.Ordinal)) gid = First(line);
            else if (line.StartsWith("Groups:", StringComparison.Ordinal)) return uid is { } user && gid is { } group ? new ContainerUserIds(user, group, Numbers(line)) : null;
        }
        return null;
    }

    /// <summary>The real id comes first.</summary>
    private static long First(string line) => long.Parse(line.Split('\t')[1]);

    private static long[] Numbers(string line) => line[(line.IndexOf(':') + 1)..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(long.Parse).Order().ToArray();
}

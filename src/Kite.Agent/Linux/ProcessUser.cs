using Kite.Agent.Runtime;

namespace Kite.Agent.Linux;

/// <summary>Reads from the kernel who a process runs as.</summary>
internal static class ProcessUser
{
    private const long Overflow = 65534;

    /// <summary>The user and groups of a process, as it sees them itself; null where it is gone.</summary>
    public static ContainerUserIds? Of(long processId)
    {
        try
        {
            if (Parse(File.ReadLines($"/proc/{processId}/status")) is not { } user) return null;
            string[] users = File.ReadAllLines($"/proc/{processId}/uid_map"), groups = File.ReadAllLines($"/proc/{processId}/gid_map");
            return new ContainerUserIds(Inside(user.Uid, users), Inside(user.Gid, groups), [.. user.Groups.Select(group => Inside(group, groups))]);
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

    /// <summary>What an id of the node is in a user namespace; the overflow id where it isn't there.</summary>
    /// <param name="id">The id on the node.</param>
    /// <param name="map">The lines of <c>/proc/PID/uid_map</c> or <c>gid_map</c>: first id inside, first one on the node, how many.</param>
    internal static long Inside(long id, IEnumerable<string> map)
    {
        foreach (var line in map)
        {
            if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [var inside, var outside, var count]) continue;
            var offset = id - long.Parse(outside);
            if (offset >= 0 && offset < long.Parse(count)) return long.Parse(inside) + offset;
        }
        return Overflow;
    }

    /// <summary>The real id comes first.</summary>
    private static long First(string line) => long.Parse(line.Split('\t')[1]);

    private static long[] Numbers(string line) => line[(line.IndexOf(':') + 1)..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(long.Parse).Order().ToArray();
}

namespace Kite.Agent.Kubelet.OutOfMemory;

/// <summary>A process that the kernel killed because memory ran out.</summary>
/// <param name="Name">The process' name.</param>
/// <param name="ProcessId">Its id.</param>
/// <param name="Cgroup">The control group that it was in.</param>
/// <param name="IsOfNode">True where the node's memory ran out, false where a group's limit was reached.</param>
internal sealed record KilledProcess(string Name, int ProcessId, string Cgroup, bool IsOfNode)
{
    private const string Prefix = "oom-kill:";

    /// <summary>The id of the container whose group it was in, whichever engine named it; a group that is no container's gives what no container is called.</summary>
    public string ContainerId
    {
        get
        {
            var name = Cgroup[(Cgroup.LastIndexOf('/') + 1)..];
            return name.EndsWith(".scope", StringComparison.Ordinal) ? name[(name.LastIndexOf('-') + 1)..^".scope".Length] : name;
        }
    }

    /// <summary>Reads a record of the kernel's log; null where it is about something else.</summary>
    /// <param name="record">As <c>/dev/kmsg</c> gives it: priority, number, time and flags, a semicolon, the text.</param>
    public static KilledProcess? Parse(string record)
    {
        var start = record.IndexOf(';');
        if (start < 0 || !record.AsSpan(start + 1).StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var text = record[(start + 1 + Prefix.Length)..];
        var end = text.IndexOf('\n');
        // The name of a process may hold commas and more, so it is found from both sides.
        var (task, pid) = (text.IndexOf(",task=", StringComparison.Ordinal), text.LastIndexOf(",pid=", StringComparison.Ordinal));
        var cgroup = text.IndexOf(",task_memcg=", StringComparison.Ordinal);
        if (task < 0 || pid < task || cgroup < 0 || cgroup > task) return null;
        var number = text[(pid + ",pid=".Length)..(end < 0 ? text.Length : end)].Split(',')[0];
        return int.TryParse(number, out var id)
            ? new KilledProcess(text[(task + ",task=".Length)..pid], id, text[(cgroup + ",task_memcg=".Length)..task], text[..cgroup].Contains(",global_oom", StringComparison.Ordinal)) : null;
    }
}

namespace Kite.Agent.Kubelet.Resources;

/// <summary>The kernel's control groups, version 1 or 2. Paths are those of <c>/proc/&lt;pid&gt;/cgroup</c>, such as <c>/kubepods/burstable</c>.</summary>
internal interface ICgroups
{
    /// <summary>1 or 2.</summary>
    int Version { get; }

    /// <summary>Makes a group with those above it and sets its limits; one that exists gets the limits.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not.</exception>
    void Ensure(string path, CgroupLimits limits);

    /// <summary>The CPU and memory limits that a group has; null where there is no such group.</summary>
    CgroupLimits? ReadLimits(string path);

    /// <summary>Has the kernel kill all processes of a group where one has to go for its memory; only version 2 can.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    void KillTogether(string path);

    /// <summary>Removes a group where no process is left in it; one that isn't there or is in use stays as it is.</summary>
    void Remove(string path);

    /// <summary>The names of the groups right below one.</summary>
    IReadOnlyList<string> Children(string path);

    /// <summary>What the processes of a group and of those below it have used; null where there is no such group.</summary>
    CgroupUsage? Read(string path);

    /// <summary>The group of a process; null where it has ended.</summary>
    string? Find(long processId);
}

namespace Kite.Agent.Runtime;

/// <summary>Which streams of a container's main process to attach to.</summary>
internal sealed record AttachRequest(string ContainerId)
{
    /// <summary>True to open standard input.</summary>
    public bool Stdin { get; init; }

    /// <summary>True to get standard output.</summary>
    public bool Stdout { get; init; } = true;

    /// <summary>True to get standard error.</summary>
    public bool Stderr { get; init; } = true;

    /// <summary>True where the container has a terminal: output is then one raw stream.</summary>
    public bool Tty { get; init; }
}

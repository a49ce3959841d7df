namespace Kite.Agent.Runtime;

/// <summary>A command to run in a container.</summary>
internal sealed record ExecRequest(string ContainerId, IReadOnlyList<string> Command)
{
    /// <summary>True to open standard input.</summary>
    public bool Stdin { get; init; }

    /// <summary>True to get standard output.</summary>
    public bool Stdout { get; init; } = true;

    /// <summary>True to get standard error.</summary>
    public bool Stderr { get; init; } = true;

    /// <summary>True for a terminal.</summary>
    public bool Tty { get; init; }
}

namespace Kite.Agent.Runtime;

/// <summary>Which part of a container's log to read, and in which form.</summary>
internal sealed record LogQuery
{
    /// <summary>True to go on until the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>Only lines written at or after this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only the last so many lines.</summary>
    public long? TailLines { get; init; }

    /// <summary>True to put an RFC 3339 time with nanoseconds before every line.</summary>
    public bool Timestamps { get; init; }

    /// <summary>The end after so many bytes.</summary>
    public long? LimitBytes { get; init; }

    /// <summary>True where the container has a terminal: its log is then one raw stream.</summary>
    public bool Tty { get; init; }

    /// <summary>False to leave out standard output.</summary>
    public bool Stdout { get; init; } = true;

    /// <summary>False to leave out standard error.</summary>
    public bool Stderr { get; init; } = true;
}

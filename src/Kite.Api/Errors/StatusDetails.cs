namespace Kite.Api.Errors;

/// <summary>What a failure was about.</summary>
public sealed record StatusDetails
{
    /// <summary>The object's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The object's API group.</summary>
    public string Group { get; init; } = "";

    /// <summary>The kind, or the resource for errors about resources.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The object's UID.</summary>
    public string Uid { get; init; } = "";

    /// <summary>The single causes.</summary>
    public IReadOnlyList<StatusCause> Causes { get; init; } = [];

    /// <summary>After how many seconds to try again; 0 where that isn't said.</summary>
    public int RetryAfterSeconds { get; init; }
}

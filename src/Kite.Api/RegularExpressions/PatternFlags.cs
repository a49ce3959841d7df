namespace Kite.Api.RegularExpressions;

/// <summary>What <c>(?...)</c> switches.</summary>
[Flags]
internal enum PatternFlags
{
    /// <summary>As a pattern starts.</summary>
    None = 0,

    /// <summary><c>i</c>: case doesn't matter.</summary>
    IgnoreCase = 1,

    /// <summary><c>m</c>: <c>^</c> and <c>$</c> also match at lines.</summary>
    Lines = 2,

    /// <summary><c>s</c>: the dot matches line feeds too.</summary>
    DotAll = 4,

    /// <summary><c>U</c>: repetitions are lazy, and greedy with a question mark.</summary>
    Lazy = 8,
}

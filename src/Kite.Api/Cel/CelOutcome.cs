namespace Kite.Api.Cel;

/// <summary>How an evaluation ended.</summary>
public enum CelOutcome
{
    /// <summary>With a value.</summary>
    Value,

    /// <summary>With an error of the expression.</summary>
    Error,

    /// <summary>It cost more than it may.</summary>
    CostLimitExceeded,

    /// <summary>It was cancelled.</summary>
    Cancelled,
}

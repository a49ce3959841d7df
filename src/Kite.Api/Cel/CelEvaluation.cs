using Kite.Api.Cel.Values;

namespace Kite.Api.Cel;

/// <summary>What an evaluation came to.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Value">The value, or an error.</param>
/// <param name="Cost">What it cost, in units of cost.</param>
public readonly record struct CelEvaluation(CelOutcome Outcome, CelValue Value, ulong Cost)
{
    /// <summary>What is said where the cost limit is exceeded.</summary>
    public const string CostLimitExceeded = "operation cancelled: actual cost limit exceeded";

    /// <summary>What is said where evaluation is cancelled.</summary>
    public const string Interrupted = "operation interrupted";

    /// <summary>Why there is no value; null where there is one.</summary>
    public string? Error => Outcome is CelOutcome.Value ? null : Value.AsError.Message;
}

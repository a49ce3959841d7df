namespace Kite.Api.Cel.Evaluation;

/// <summary>Evaluation can't go on; never leaves the program.</summary>
internal sealed class EvaluationStoppedException(CelOutcome outcome) : Exception(outcome.ToString())
{
    public CelOutcome Outcome => outcome;
}

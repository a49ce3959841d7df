namespace Kite.Api.RegularExpressions;

/// <summary>A step of a program.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Next">The step after it.</param>
/// <param name="Other">The less preferred step after a split.</param>
/// <param name="Assertion">What an assertion asks for.</param>
/// <param name="Set">What is read.</param>
internal readonly record struct Step(StepKind Kind, int Next, int Other = 0, PatternAssertion Assertion = PatternAssertion.None, CodePointSet? Set = null);

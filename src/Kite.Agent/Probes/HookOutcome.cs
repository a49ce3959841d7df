namespace Kite.Agent.Probes;

/// <summary>How a lifecycle hook's request went.</summary>
/// <param name="Failure">Why there was no answer; null where there was one.</param>
/// <param name="Fallback">That it took a request in the clear, in words for an event; null where it didn't.</param>
internal sealed record HookOutcome(string? Failure, string? Fallback = null)
{
    /// <summary>It was answered.</summary>
    public static HookOutcome Success { get; } = new((string?)null);
}

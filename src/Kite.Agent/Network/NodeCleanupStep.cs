namespace Kite.Agent.Network;

/// <summary>One step of a clean-up.</summary>
/// <param name="What">What it was about.</param>
/// <param name="Outcome">How it went, in words.</param>
/// <param name="Succeeded">False where something may be left.</param>
public sealed record NodeCleanupStep(string What, string Outcome, bool Succeeded);

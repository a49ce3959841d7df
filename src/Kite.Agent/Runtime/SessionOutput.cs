namespace Kite.Agent.Runtime;

/// <summary>What one read of a session gave.</summary>
/// <param name="Count">How many bytes; 0 at the end.</param>
/// <param name="IsError">True where they come from standard error; never with a terminal.</param>
internal readonly record struct SessionOutput(int Count, bool IsError);

namespace Kite.Agent.Runtime;

/// <summary>What a command did.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output and standard error, shortened.</param>
internal sealed record ExecResult(int ExitCode, string Output);

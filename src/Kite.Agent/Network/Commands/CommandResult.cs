namespace Kite.Agent.Network.Commands;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; 127 where it isn't installed.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    public bool IsMissing => ExitCode == 127;
}

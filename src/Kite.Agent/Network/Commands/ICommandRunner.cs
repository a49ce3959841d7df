namespace Kite.Agent.Network.Commands;

/// <summary>Runs the host's network tools.</summary>
internal interface ICommandRunner
{
    /// <summary>Runs a program to its end, writing <paramref name="input"/> to its standard input. A program that isn't installed answers 127, as a shell does.</summary>
    Task<CommandResult> RunAsync(string program, IReadOnlyList<string> arguments, string? input, CancellationToken cancellationToken);
}

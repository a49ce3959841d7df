using Kite.Agent.Network.Commands;

namespace Kite.UnitTests.Agent.Images;

/// <summary>Answers for programs, and remembers what they were asked.</summary>
internal sealed class PlayedCommands : ICommandRunner
{
    public List<(IReadOnlyList<string> Arguments, string Input)> Runs { get; } = [];

    public CommandResult Answer { get; set; } = new(1, "", "nothing to say");

    public Task<CommandResult> RunAsync(string program, IReadOnlyList<string> arguments, string? input, CancellationToken cancellationToken)
    {
        Runs.Add((arguments, input ?? ""));
        return Task.FromResult(Answer);
    }
}

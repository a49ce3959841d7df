using System.CommandLine;
using System.CommandLine.Parsing;
using Kite.Configuration;

namespace Kite.Cli;

/// <summary>The command line.</summary>
internal static class KiteCommand
{
    /// <summary>Runs the command that the arguments name.</summary>
    /// <returns>The exit code: 0, or 1 with one line on <paramref name="error"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter error, CancellationToken cancellationToken)
    {
        var root = new RootCommand("Kite: a whole Kubernetes in one executable")
        {
            ServerCommand.Create(),
            AgentCommand.Create(),
            TokenCommand.Create(),
            SecretsEncryptCommand.Create(),
            CleanupCommand.Create(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            // The last one names the word that is wrong; before it may stand that a command is missing.
            await error.WriteLineAsync($"kite: {parsed.Errors[^1].Message} Try \"kite {CommandPath(parsed)}--help\".");
            return 1;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Error = error }, cancellationToken);
        }
        catch (UsageException e)
        {
            await error.WriteLineAsync($"kite: {e.Message}");
            return 1;
        }
    }

    private static string CommandPath(ParseResult parsed)
    {
        var path = "";
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult { Command: not RootCommand } command; result = result.Parent) path = command.Command.Name + " " + path;
        return path;
    }
}

using System.CommandLine;
using Kite.Configuration;
using Kite.Hosting;

namespace Kite.Cli;

/// <summary><c>kite agent</c>: a node that joins a server.</summary>
internal static class AgentCommand
{
    public static Command Create()
    {
        var command = new Command("agent", "Run a node that joins a server");
        foreach (var setting in CommonSettings.All.Concat(AgentSettings.All)) command.Options.Add(setting.Flag);
        command.SetAction((parsed, cancellationToken) =>
            AgentHost.RunAsync(AgentConfiguration.From(Settings.Gather(parsed, Environment.GetEnvironmentVariable)), cancellationToken));
        return command;
    }
}

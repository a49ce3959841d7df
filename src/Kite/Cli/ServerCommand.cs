using System.CommandLine;
using Kite.Configuration;
using Kite.Hosting;

namespace Kite.Cli;

/// <summary><c>kite server</c>: the control plane and, unless disabled, a node.</summary>
internal static class ServerCommand
{
    public static Command Create()
    {
        var command = new Command("server", "Run the control plane and, unless --disable-agent is given, a node on this box");
        foreach (var setting in CommonSettings.All.Concat(ServerSettings.All)) command.Options.Add(setting.Flag);
        command.SetAction((parsed, cancellationToken) =>
            ServerHost.RunAsync(ServerConfiguration.From(Settings.Gather(parsed, Environment.GetEnvironmentVariable)), cancellationToken));
        return command;
    }
}

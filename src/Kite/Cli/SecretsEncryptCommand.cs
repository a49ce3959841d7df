using System.CommandLine;
using Kite.Configuration;
using Kite.Hosting;

namespace Kite.Cli;

/// <summary><c>kite secrets-encrypt</c>: how Secrets are stored, and the change of their keys on the running server.</summary>
internal static class SecretsEncryptCommand
{
    public static Command Create() => new("secrets-encrypt", "How Secrets are encrypted at rest; to be run on the server, while it runs")
    {
        StatusCommand(),
        StepCommand("enable", "Write Secrets encrypted from now on", "secrets-encryption enabled: reencrypt to rewrite those that are stored"),
        StepCommand("disable", "Write Secrets as they are from now on", "secrets-encryption disabled: reencrypt to rewrite those that are stored"),
        StepCommand("prepare", "Make a new key that can read; the old one goes on writing", "prepare completed successfully"),
        StepCommand("rotate", "Let the new key write; the old one can read", "rotate completed successfully"),
        ReencryptCommand(),
        StepCommand("rotate-keys", "Make a new key, rewrite every Secret with it, and drop the old one", "keys rotated, reencryption started"),
    };

    private static Command StatusCommand()
    {
        var output = new Option<string>("--output", "-o") { Description = "text or json", DefaultValueFactory = _ => "text" };
        var command = With(new Command("status", "Print how Secrets are stored, with which keys, and how far a change is") { output });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var form = parsed.GetValue(output);
            if (form is not ("text" or "json")) throw new UsageException($"--output: \"{form}\" is not text or json");
            using var server = await LocalServer.OpenAsync(Configuration(parsed), cancellationToken);
            var status = await server.SendAsync(HttpMethod.Get, EncryptionStatusText.Path, cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteAsync(form == "json" ? status.ToJsonString() + "\n" : EncryptionStatusText.Of(status));
        });
        return command;
    }

    private static Command ReencryptCommand()
    {
        var force = new Option<bool>("--force") { Description = "Rewrite everything at whatever stage" };
        var command = With(new Command("reencrypt", "Rewrite every Secret with the key that writes now, and drop the others") { force });
        command.SetAction((parsed, cancellationToken) => StepAsync(parsed, parsed.GetValue(force) ? "reencrypt?force=true" : "reencrypt", "reencryption started", cancellationToken));
        return command;
    }

    private static Command StepCommand(string name, string description, string done)
    {
        var command = With(new Command(name, description));
        command.SetAction((parsed, cancellationToken) => StepAsync(parsed, name, done, cancellationToken));
        return command;
    }

    private static async Task StepAsync(ParseResult parsed, string step, string done, CancellationToken cancellationToken)
    {
        using var server = await LocalServer.OpenAsync(Configuration(parsed), cancellationToken);
        await server.SendAsync(HttpMethod.Post, $"{EncryptionStatusText.Path}/{step}", cancellationToken);
        await parsed.InvocationConfiguration.Output.WriteLineAsync(done);
    }

    private static Command With(Command command)
    {
        foreach (var setting in CommonSettings.All.Concat(ServerSettings.All)) command.Options.Add(setting.Flag);
        return command;
    }

    private static ServerConfiguration Configuration(ParseResult parsed) => ServerConfiguration.From(Settings.Gather(parsed, Environment.GetEnvironmentVariable));
}

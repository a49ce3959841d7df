using System.CommandLine;
using Kite.Api.Errors;
using Kite.ApiServer.Bootstrap;
using Kite.ApiServer.Certificates;
using Kite.Configuration;
using Kite.Hosting;

namespace Kite.Cli;

/// <summary><c>kite token</c>: the tokens by which nodes join.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var hours = new Option<double>("--ttl-hours") { Description = "After how many hours the token expires; 0 for never", DefaultValueFactory = _ => 24 };
        var create = new Command("create", "Make a token for joining nodes and print it; to be run on the server") { hours };
        foreach (var setting in CommonSettings.All.Concat(ServerSettings.All)) create.Options.Add(setting.Flag);
        create.SetAction((parsed, cancellationToken) => CreateAsync(
            ServerConfiguration.From(Settings.Gather(parsed, Environment.GetEnvironmentVariable)),
            parsed.GetValue(hours) is > 0 and var life ? TimeSpan.FromHours(life) : null,
            parsed.InvocationConfiguration.Output,
            cancellationToken));
        return new Command("token", "Tokens for joining nodes, and the key of service-account tokens") { create, RotateKey() };
    }

    private static Command RotateKey()
    {
        var dropOld = new Option<bool>("--drop-old") { Description = "Believe no token of an older key any more" };
        var rotate = new Command("rotate-key", "Make a new key for service-account tokens; to be run on the server, which takes it over within seconds") { dropOld };
        foreach (var setting in CommonSettings.All.Concat(ServerSettings.All)) rotate.Options.Add(setting.Flag);
        rotate.SetAction(parsed => Rotate(ServerConfiguration.From(Settings.Gather(parsed, Environment.GetEnvironmentVariable)), parsed.GetValue(dropOld)));
        return rotate;
    }

    private static int Rotate(ServerConfiguration configuration, bool dropOld)
    {
        try
        {
            ServiceAccountKeyRotation.Rotate(configuration.CertificatesDirectory, dropOld);
            return 0;
        }
        catch (PkiException e)
        {
            throw new UsageException($"{e.Message}; run this on the server, with its --data-dir", e);
        }
    }

    private static async Task<int> CreateAsync(ServerConfiguration configuration, TimeSpan? life, TextWriter output, CancellationToken cancellationToken)
    {
        using var server = await LocalServer.OpenAsync(configuration, cancellationToken);
        try
        {
            var tokens = new JoinTokens(server.Client, server.Certificates, TimeProvider.System);
            await output.WriteLineAsync(await tokens.CreateAsync(life, "Made by kite token create.", cancellationToken));
            return 0;
        }
        catch (Exception e) when (e is HttpRequestException or ApiStatusException)
        {
            throw new UsageException($"{configuration.LocalServer}: no token could be made: {e.Message}; is the server running?", e);
        }
    }
}

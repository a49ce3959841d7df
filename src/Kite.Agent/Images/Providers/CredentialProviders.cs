using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Kite.Agent.Network.Commands;
using Kite.Agent.Runtime;
using Kite.Api.Clocks;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Images.Providers;

/// <summary>Asks programs for the credentials of registries, and remembers their answers for as long as they are good.</summary>
internal sealed partial class CredentialProviders(CredentialProviderOptions options, ICommandRunner commands, TimeProvider clock, ILogger<CredentialProviders> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(string Provider, string Key), (CredentialProviderResponse Response, TimeSpan Until)> answers = new();

    /// <summary>The credentials for an image, the most specific ones of each provider first; none where no provider knows any.</summary>
    public async Task<IReadOnlyList<RegistryCredentials>> ForAsync(string reference, CancellationToken cancellationToken)
    {
        if (options.Providers.Count == 0) return [];
        var location = ImageName.LocationOf(reference);
        var found = new List<RegistryCredentials>();
        foreach (var provider in options.Providers.Where(provider => provider.Images.Any(pattern => RegistryPattern.Parse(pattern).Matches(location))))
        {
            var image = ImageName.RepositoryOf(reference);
            if ((Cached(provider.Name, image, location) ?? await AskAsync(provider, image, location, cancellationToken)) is { } answer)
                found.AddRange(answer.Credentials.Where(entry => entry.Pattern.Matches(location)).Select(entry => entry.Credentials));
        }
        return found;
    }

    private CredentialProviderResponse? Cached(string provider, string image, string location)
    {
        foreach (var type in new[] { "Image", "Registry", "Global" })
            if (answers.TryGetValue((provider, KeyOf(type, image, location)), out var answer) && clock.Uptime() < answer.Until) return answer.Response;
        return null;
    }

    private void Keep((string Provider, string Key) asked, CredentialProviderResponse response, TimeSpan lifetime)
    {
        var now = clock.Uptime();
        foreach (var (old, answer) in answers)
            if (answer.Until <= now) answers.TryRemove(old, out _);
        answers[asked] = (response, now + lifetime);
    }

    private static string KeyOf(string type, string image, string location) => type switch
    {
        "Image" => "image:" + image,
        "Registry" => "registry:" + location[..location.IndexOf('/')],
        _ => "global",
    };

    private async Task<CredentialProviderResponse?> AskAsync(CredentialProvider provider, string image, string location, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var request = new JsonObject { ["kind"] = "CredentialProviderRequest", ["apiVersion"] = provider.ApiVersion, ["image"] = image };
            var result = await commands.RunAsync("env", [.. provider.Env, Path.Combine(options.Directory, provider.Name), .. provider.Args], request.ToJsonString(), both.Token);
            if (result.ExitCode != 0)
            {
                Log.Failed(logger, provider.Name, image, $"exit code {result.ExitCode}: {result.Error.Trim()}");
                return null;
            }
            var response = CredentialProviderResponse.Parse(result.Output, provider.ApiVersion);
            if (response.CacheKeyType is not ("Image" or "Registry" or "Global")) throw new FormatException($"credential provider plugin did not return a valid cacheKeyType: \"{response.CacheKeyType}\"");
            var lifetime = response.CacheDuration ?? provider.DefaultCacheDuration;
            if (lifetime > TimeSpan.Zero) Keep((provider.Name, KeyOf(response.CacheKeyType, image, location)), response, lifetime);
            return response;
        }
        catch (FormatException e)
        {
            Log.Failed(logger, provider.Name, image, e.Message);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, provider.Name, image, "no answer within a minute");
        }
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Credential provider {Provider} gave nothing for {Image}: {Error}")]
        public static partial void Failed(ILogger logger, string provider, string image, string error);
    }
}

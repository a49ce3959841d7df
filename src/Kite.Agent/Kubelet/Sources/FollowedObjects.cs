using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Kubelet.Sources;

/// <summary>Reads ConfigMaps and Secrets for pods' volumes, and from then on follows each by a watch of its own (all that a node may do) until no pod needs it; immutable ones aren't followed.</summary>
internal sealed partial class FollowedObjects(IObjectSource objects, ApiObjectSource api, IApiClient client, TimeProvider clock, ILogger<FollowedObjects> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly Dictionary<(Type Kind, ObjectKey Key), Followed> all = [];
    private readonly List<Action<string>> observers = [];
    private readonly CancellationTokenSource stop = new();

    /// <summary>Calls back with the uid of every pod for which an object has changed since it was read; to be called before the host starts.</summary>
    public void OnChange(Action<string> observer) => observers.Add(observer);

    /// <summary>The ConfigMap, or null where there is none.</summary>
    public async Task<ConfigMap?> ConfigMapAsync(Pod pod, string name, CancellationToken cancellationToken)
    {
        var followed = Follow<ConfigMap>(pod, name, map => map.Immutable is true);
        var read = await objects.ConfigMapAsync(pod.Metadata.Namespace, name, cancellationToken);
        followed.Version = read?.Metadata.ResourceVersion ?? "";
        return read;
    }

    /// <summary>The Secret, or null where there is none.</summary>
    public async Task<Secret?> SecretAsync(Pod pod, string name, CancellationToken cancellationToken)
    {
        var followed = Follow<Secret>(pod, name, secret => secret.Immutable is true);
        var read = await objects.SecretAsync(pod.Metadata.Namespace, name, cancellationToken);
        followed.Version = read?.Metadata.ResourceVersion ?? "";
        return read;
    }

    /// <summary>Follows nothing more for a pod.</summary>
    public void Forget(string uid)
    {
        lock (gate)
        {
            foreach (var (key, followed) in all.ToArray())
            {
                if (!followed.Users.Remove(uid) || followed.Users.Count > 0) continue;
                all.Remove(key);
                followed.Stop.Cancel();
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stop.CancelAsync();
        Task[] watching;
        lock (gate) watching = [.. all.Values.Select(followed => followed.Watching)];
        await Task.WhenAll(watching).WaitAsync(cancellationToken);
    }

    public void Dispose() => stop.Dispose();

    private Followed Follow<T>(Pod pod, string name, Func<T, bool> isImmutable)
        where T : class, IApiObject<T>
    {
        var key = new ObjectKey(pod.Metadata.Namespace, name);
        lock (gate)
        {
            if (!all.TryGetValue((typeof(T), key), out var followed))
            {
                all[(typeof(T), key)] = followed = new Followed(CancellationTokenSource.CreateLinkedTokenSource(stop.Token));
                followed.Watching = WatchAsync(followed, key, isImmutable);
            }
            followed.Users.Add(pod.Metadata.Uid);
            return followed;
        }
    }

    private async Task WatchAsync<T>(Followed followed, ObjectKey key, Func<T, bool> isImmutable)
        where T : class, IApiObject<T>
    {
        await Task.Yield();
        using var source = followed.Stop;
        var (cancellationToken, backOff) = (source.Token, FirstBackOff);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                // Without a version the watch begins with what is there.
                var query = new ListQuery { FieldSelector = $"metadata.name={key.Name}" };
                await foreach (var change in client.Resource<T>().WatchAsync(key.Namespace, query, cancellationToken))
                {
                    backOff = FirstBackOff;
                    Observe<T>(followed, key, change.Type is WatchEventType.Deleted ? "" : change.Object.Metadata.ResourceVersion);
                    if (change.Type is not WatchEventType.Deleted && isImmutable(change.Object)) return;
                }
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or ApiStatusException)
            {
                Log.Interrupted(logger, T.Resource.Kind, key.Namespace, key.Name, e.Message);
                backOff = backOff * 2 < LongestBackOff ? backOff * 2 : LongestBackOff;
            }
            await Task.Delay(backOff, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What has changed since it was read is worth another look; what was deleted isn't: volumes keep it.</summary>
    private void Observe<T>(Followed followed, ObjectKey key, string version)
        where T : class, IApiObject<T>
    {
        if (version.Length == 0 || followed.Version == version) return;
        api.Forget<T>(key);
        string[] users;
        lock (gate) users = [.. followed.Users];
        foreach (var uid in users)
            foreach (var observer in observers) observer(uid);
    }

    private sealed class Followed(CancellationTokenSource stop)
    {
        public HashSet<string> Users { get; } = new(StringComparer.Ordinal);

        public CancellationTokenSource Stop => stop;

        public Task Watching { get; set; } = Task.CompletedTask;

        /// <summary>The version that was read last; empty where there was none, null before the first read.</summary>
        public volatile string? Version;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "Watching {Kind} {Namespace}/{Name} was interrupted: {Error}")]
        public static partial void Interrupted(ILogger logger, string kind, string @namespace, string name, string error);
    }
}

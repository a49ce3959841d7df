using System.Collections.Concurrent;
using Kite.Api.Client;
using Kite.Api.Clocks;
using Kite.Api.Meta;
using Kite.Api.Models;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.NodeV1;

namespace Kite.Agent.Kubelet.Sources;

/// <summary>Reads referenced objects from the API, one by one (all that a node may do), and remembers each for a few seconds so that many pods cost one request.</summary>
internal sealed class ApiObjectSource(IApiClient client, TimeProvider clock) : IObjectSource
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private readonly Recent<ConfigMap> configMaps = new(client, clock);
    private readonly Recent<Secret> secrets = new(client, clock);
    private readonly Recent<RuntimeClass> runtimeClasses = new(client, clock);

    public Task<ConfigMap?> ConfigMapAsync(string @namespace, string name, CancellationToken cancellationToken) => configMaps.FindAsync(new ObjectKey(@namespace, name), cancellationToken);

    public Task<Secret?> SecretAsync(string @namespace, string name, CancellationToken cancellationToken) => secrets.FindAsync(new ObjectKey(@namespace, name), cancellationToken);

    public Task<RuntimeClass?> RuntimeClassAsync(string name, CancellationToken cancellationToken) => runtimeClasses.FindAsync(new ObjectKey("", name), cancellationToken);

    /// <summary>Reads an object anew the next time: it has changed.</summary>
    public void Forget<T>(ObjectKey key)
    {
        if (typeof(T) == typeof(ConfigMap)) configMaps.Forget(key);
        else if (typeof(T) == typeof(Secret)) secrets.Forget(key);
    }

    private sealed class Recent<T>(IApiClient client, TimeProvider clock)
        where T : class, IApiObject<T>
    {
        private readonly ConcurrentDictionary<ObjectKey, (T Value, TimeSpan At)> known = [];

        public void Forget(ObjectKey key) => known.TryRemove(key, out _);

        public async Task<T?> FindAsync(ObjectKey key, CancellationToken cancellationToken)
        {
            var now = clock.Uptime();
            if (known.TryGetValue(key, out var entry) && now - entry.At < Fresh) return entry.Value;
            var value = await client.Resource<T>().FindAsync(key.Namespace.Length == 0 ? null : key.Namespace, key.Name, cancellationToken);
            foreach (var (old, _) in known.Where(pair => now - pair.Value.At >= Fresh)) known.TryRemove(old, out _);
            // An absence isn't remembered: whoever waits for the object gets it at once.
            if (value is not null) known[key] = (value, now);
            return value;
        }
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission.Policies;

/// <summary>The bound policies of one sort, read again when one of them has changed: the first request after the change sees it. Policies that stay are compiled once.</summary>
/// <typeparam name="T">The sort of policy.</typeparam>
/// <param name="policies">The resource of the policies.</param>
/// <param name="bindings">The resource of the bindings.</param>
/// <param name="compile">Compiles a policy's spec.</param>
/// <param name="caches">Hold both.</param>
/// <param name="catalogue">All resources.</param>
/// <param name="matching">Matches requests.</param>
internal sealed class PolicyIndex<T>(ApiResource policies, ApiResource bindings, Func<JsonObject, T> compile, ResourceCaches caches, ResourceCatalogue catalogue, PolicyMatching matching)
{
    private readonly Lock gate = new();
    private PolicySnapshot<T> current = new(default, [], matching);
    private Dictionary<string, RegisteredPolicy<T>> compiled = new(StringComparer.Ordinal);

    /// <summary>The policies as they are now.</summary>
    public PolicySnapshot<T> Current
    {
        get
        {
            var snapshot = Volatile.Read(ref current);
            return snapshot.Version == Version ? snapshot : Read();
        }
    }

    private PolicyVersion Version => new(caches.For(policies).Version, caches.For(bindings).Version, catalogue.Version);

    private PolicySnapshot<T> Read()
    {
        lock (gate)
        {
            // A change that comes between the version and the lists is read twice.
            var version = Version;
            if (current.Version == version) return current;
            var bound = caches.For(bindings).List().Select(binding => new PolicyBinding(binding.Key.Name, JsonCodec.ParseObject(binding.Json.Span))).ToLookup(binding => binding.PolicyName);
            var kept = new Dictionary<string, RegisteredPolicy<T>>(StringComparer.Ordinal);
            var all = new List<BoundPolicy<T>>();
            foreach (var policy in caches.For(policies).List())
            {
                var name = policy.Key.Name;
                if (!bound.Contains(name)) continue;
                var isKnown = compiled.TryGetValue(name, out var registered) && registered.Version == policy.ResourceVersion;
                kept[name] = registered = isKnown ? registered! : new RegisteredPolicy<T>(name, policy.ResourceVersion, JsonCodec.ParseObject(policy.Json.Span), compile);
                all.Add(new BoundPolicy<T>(registered, [.. bound[name]]));
            }
            compiled = kept;
            var snapshot = new PolicySnapshot<T>(version, [.. all], matching);
            Volatile.Write(ref current, snapshot);
            return snapshot;
        }
    }
}

using Kite.Api.Kinds.FlowControl;
using Kite.Api.Models;
using Kite.Api.Models.FlowcontrolV1;
using Kite.ApiServer.FlowControl.Queueing;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.FlowControl;

/// <summary>Keeps schemas and levels as the cluster's objects have them: made anew when somebody asks after a change. Levels keep their queues through changes.</summary>
internal sealed class FlowControlConfiguration(IResourceCaches caches, ApiServerOptions options, TimeProvider time) : IDisposable
{
    private readonly IResourceCache schemaCache = caches.For(FlowSchema.Resource);
    private readonly IResourceCache levelCache = caches.For(PriorityLevelConfiguration.Resource);
    private readonly Dictionary<string, PriorityLevel> levels = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Level, string Schema), FlowCounters> counters = [];
    private readonly Lock building = new();
    private volatile FlowSnapshot? current;

    /// <summary>How many seats there are in all.</summary>
    public int TotalSeats => options.MaxRequestsInflight + options.MaxMutatingRequestsInflight;

    /// <summary>What holds now.</summary>
    public FlowSnapshot Current
    {
        get
        {
            var known = current;
            return known is not null && known.SchemasVersion == schemaCache.Version && known.LevelsVersion == levelCache.Version ? known : Build();
        }
    }

    /// <summary>What was counted, of schemas and levels that are gone too.</summary>
    public IReadOnlyList<(string Level, string Schema, FlowCounters Counters)> Counters
    {
        get
        {
            lock (building) return [.. counters.Select(pair => (pair.Key.Level, pair.Key.Schema, pair.Value))];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var level in levels.Values) level.Dispose();
    }

    private FlowSnapshot Build()
    {
        lock (building)
        {
            // Read before the objects: a change while building makes this snapshot look old, never new.
            var (schemasVersion, levelsVersion) = (schemaCache.Version, levelCache.Version);
            if (current is { } known && known.SchemasVersion == schemasVersion && known.LevelsVersion == levelsVersion) return known;
            var configured = Read(levelCache, SuggestedFlowControl.MandatoryLevels);
            var limits = LevelLimits.Divide(configured, TotalSeats);
            var served = new Dictionary<string, PriorityLevel>(StringComparer.Ordinal);
            foreach (var configuration in configured)
            {
                var name = configuration.Metadata.Name;
                if (!levels.TryGetValue(name, out var level)) levels[name] = level = new PriorityLevel(name, time);
                level.Uid = configuration.Metadata.Uid ?? "";
                level.Configure(limits[name]);
                served[name] = level;
            }
            // Those that are gone finish what they have, by themselves.
            foreach (var name in levels.Keys.Except(served.Keys).ToArray()) levels.Remove(name);
            var schemas = Read(schemaCache, SuggestedFlowControl.MandatorySchemas)
                .Where(schema => served.ContainsKey(schema.Spec.PriorityLevelConfiguration.Name))
                .Select(schema => new FlowSchemaEntry(schema, served[schema.Spec.PriorityLevelConfiguration.Name], CountersOf(schema)))
                .OrderBy(schema => schema.Precedence).ThenBy(schema => schema.Name, StringComparer.Ordinal);
            return current = new FlowSnapshot(schemasVersion, levelsVersion, [.. schemas], served);
        }
    }

    private FlowCounters CountersOf(FlowSchema schema)
    {
        var key = (schema.Spec.PriorityLevelConfiguration.Name, schema.Metadata.Name);
        if (!counters.TryGetValue(key, out var found)) counters[key] = found = new FlowCounters(key.Item1, key.Item2);
        return found;
    }

    /// <summary>All objects of a cache, and of the mandatory ones those that aren't there yet.</summary>
    private static List<T> Read<T>(IResourceCache cache, IReadOnlyList<T> mandatory)
        where T : class, IApiObject<T>
    {
        var found = cache.List().Select(entry => entry.Read<T>()).ToList();
        found.AddRange(mandatory.Where(value => !found.Any(known => known.Metadata.Name == value.Metadata.Name)));
        return found;
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.CustomResources;

/// <summary>Lets definitions go that are being deleted, once all their objects are gone.</summary>
internal sealed partial class DefinitionRemoval(ResourceCaches caches, ServedDefinitions served, DefinitionClient client, InstanceDeletion instances, TimeProvider time, ILogger<DefinitionRemoval> logger) : IDisposable
{
    private const int Workers = 8;
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(5);
    private readonly DefinitionQueue queue = new(time);

    /// <summary>True for a definition that waits for its objects to go.</summary>
    public static bool IsDue(JsonObject definition) =>
        definition.Object("metadata").Text("deletionTimestamp").Length > 0 && definition.Object("metadata").Texts("finalizers").Contains(DefinitionResource.CleanupFinalizer);

    /// <summary>Looks at a definition, as it is then, soon.</summary>
    public void Add(string name) => queue.Add(name);

    /// <summary>Works until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => queue.WorkAsync(RemoveAsync, (e, name) => Log.NotRemoved(logger, e, name), cancellationToken)));

    /// <inheritdoc/>
    public void Dispose() => queue.Dispose();

    private async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        if (Read(name) is not { } definition || !IsDue(definition)) return;
        if (served.Find(name) is { } found && found.Uid == definition.Object("metadata").Text("uid"))
        {
            if (!found.Cache.IsTerminating || found.Cache.HasCreations)
            {
                queue.AddAfter(name, Soon);
                return;
            }
            if (found.Cache.State.Objects.Count > 0 && !await DeleteInstancesAsync(definition, found.Cache, cancellationToken)) return;
            if (Read(name) is not { } latest || !IsDue(latest)) return;
            definition = latest;
        }
        if (!await client.RemoveFinalizerAsync(definition, cancellationToken)) queue.Add(name);
    }

    /// <summary>True where none is left; where some have finalizers, the last to go brings the definition here again.</summary>
    private async Task<bool> DeleteInstancesAsync(JsonObject definition, ResourceCache cache, CancellationToken cancellationToken)
    {
        var old = DefinitionConditions.Find(definition, DefinitionConditions.Terminating)?.DeepClone();
        DefinitionConditions.Set(definition, DefinitionConditions.Terminating, true, "InstanceDeletionInProgress", "CustomResource deletion is in progress", time.GetUtcNow());
        // Where somebody else writes first, the definition comes here again.
        if (!JsonNode.DeepEquals(old, DefinitionConditions.Find(definition, DefinitionConditions.Terminating)) && !await client.WriteStatusAsync(definition, cancellationToken)) return false;
        await instances.DeleteAllAsync(cache, cancellationToken);
        return cache.State.Objects.Count == 0;
    }

    private JsonObject? Read(string name) =>
        caches.Of(DefinitionResource.Definitions).Get(new ObjectKey("", name)) is { } stored ? JsonCodec.ParseObject(stored.Json.Span) : null;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The objects of CustomResourceDefinition {Name} could not be deleted")]
        public static partial void NotRemoved(ILogger logger, Exception exception, string name);
    }
}

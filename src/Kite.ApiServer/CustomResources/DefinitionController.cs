using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.CustomResources;

/// <summary>
/// Follows CustomResourceDefinitions: grants names, serves what is established, and ends the service of what is gone. Told of changes in the order in which they are committed, in the thread that commits,
/// so that a definition is served within milliseconds.
/// </summary>
internal sealed partial class DefinitionController(
    ResourceCaches caches,
    ServedDefinitions served,
    DefinitionClient client,
    DefinitionRemoval removal,
    TimeProvider time,
    ILogger<DefinitionController> logger) : BackgroundService
{
    private readonly DefinitionQueue queue = new(time);
    private readonly ResourceCache definitions = caches.Of(DefinitionResource.Definitions);
    private readonly TakenNames names = new(caches.Of(DefinitionResource.Definitions));

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        definitions.Changed += Observe;
        served.RemovalDue += removal.Add;
        foreach (var stored in definitions.List())
        {
            // Before the server listens: nobody is to find a resource missing that was there before.
            await StartAsync(stored, cancellationToken);
            queue.Add(stored.Key.Name);
        }
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        definitions.Changed -= Observe;
        served.RemovalDue -= removal.Add;
        queue.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(queue.WorkAsync(ReconcileAsync, (e, name) => Log.NotReconciled(logger, e, name), stoppingToken), removal.RunAsync(stoppingToken));

    /// <summary>Serves what was served before; one definition that can't be must not keep the server from starting.</summary>
    private async Task StartAsync(CachedObject stored, CancellationToken cancellationToken)
    {
        try
        {
            await ServeAsync(JsonCodec.ParseObject(stored.Json.Span), cancellationToken);
            MarkTerminating(stored);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotReconciled(logger, e, stored.Key.Name);
        }
    }

    private async Task ReconcileAsync(string name, CancellationToken cancellationToken)
    {
        if (definitions.Get(new ObjectKey("", name)) is not { } stored)
        {
            served.Drop(name);
            names.Forget(name);
            Again(name);
            return;
        }
        var definition = JsonCodec.ParseObject(stored.Json.Span);
        if (served.Find(name) is { } before && before.Uid != stored.Uid) served.Drop(name);
        var old = definition["status"]?.DeepClone();
        DefinitionNames.Accept(definition, names.Of(definition.Object("spec").Text("group")), time.GetUtcNow());
        ApprovalPolicy.Apply(definition, time.GetUtcNow());
        // Before it is said: who reads that a definition is established must find it served.
        await ServeAsync(definition, cancellationToken);
        MarkTerminating(definitions.Get(stored.Key) ?? stored);
        var isWritten = JsonNode.DeepEquals(old, definition["status"]) || await client.WriteStatusAsync(definition, cancellationToken);
        // What changed meanwhile comes again by itself.
        if (!isWritten) return;
        if (!JsonNode.DeepEquals(old?["acceptedNames"], definition["status"]!["acceptedNames"])) Again(name);
        if (DefinitionRemoval.IsDue(definition)) removal.Add(name);
    }

    private async Task ServeAsync(JsonObject definition, CancellationToken cancellationToken)
    {
        if (DefinitionConditions.IsTrue(definition, DefinitionConditions.Established) || DefinitionConditions.IsTrue(definition, DefinitionConditions.NamesAccepted))
            await served.ServeAsync(definition, cancellationToken);
    }

    /// <summary>A name may have become free: the others of the group may have asked for it.</summary>
    private void Again(string name)
    {
        foreach (var other in names.Waiting(name)) queue.Add(other);
    }

    private void Observe(CacheEvent change)
    {
        if (change.Object is { } stored) MarkTerminating(stored);
        queue.Add(change.Subject.Key.Name);
    }

    /// <summary>From the moment on in which the deletion of a definition is acknowledged, no object of it is created anymore.</summary>
    private void MarkTerminating(CachedObject stored)
    {
        if (served.Find(stored.Key.Name) is not { } found || found.Uid != stored.Uid || found.Cache.IsTerminating) return;
        found.Cache.IsTerminating = JsonCodec.ParseObject(stored.MetadataJson.Span).ContainsKey("deletionTimestamp");
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "CustomResourceDefinition {Name} could not be reconciled")]
        public static partial void NotReconciled(ILogger logger, Exception exception, string name);
    }
}

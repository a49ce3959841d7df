using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Kite.Api.CustomResources;
using Kite.Api.Kinds;
using Kite.ApiServer.WatchCache;
using Kite.ApiServer.Webhooks;

namespace Kite.ApiServer.CustomResources;

/// <summary>The definitions that are served: each with a cache of its objects and its versions in the catalogue. Changed by one caller at a time.</summary>
internal sealed class ServedDefinitions(ResourceCatalogue catalogue, ResourceCaches caches, VersionForms forms, WebhookClient webhooks)
{
    private readonly ConcurrentDictionary<string, ServedDefinition> served = new(StringComparer.Ordinal);
    private readonly ShownForms kept = new();

    /// <summary>Told of a definition that is being deleted when its last object has gone, or when one has come that was under way.</summary>
    public event Action<string>? RemovalDue;

    /// <summary>The definition served under a name; null where none is.</summary>
    public ServedDefinition? Find(string name) => served.GetValueOrDefault(name);

    /// <summary>Serves a definition as it is now.</summary>
    public async Task ServeAsync(JsonObject definition, CancellationToken cancellationToken)
    {
        var name = definition.Object("metadata").Text("name");
        var uid = definition.Object("metadata").Text("uid");
        var named = DefinitionReader.Named(definition);
        var spec = named.Object("spec")!;
        if (served.TryGetValue(name, out var before) && before.Uid != uid)
        {
            Drop(name);
            before = null;
        }
        if (before is not null && JsonNode.DeepEquals(before.Spec, spec)) return;
        var versions = DefinitionReader.Versions(named);
        var storage = versions.First(version => IsStorage(spec, version));
        if (await CacheAsync(name, storage, before, cancellationToken) is not { } cache) return;
        var all = new DefinitionForms(versions, storage, Converter(spec), kept);
        cache.Select(storage.SelectableFields);
        var now = new ServedDefinition(uid, spec, cache, [.. versions.Where(version => IsServed(spec, version)).Select(version => DefinitionReader.Read(named, version, storage, catalogue.Schema))]);
        foreach (var version in now.Versions) forms.Add(version, all.Of(version.Custom!.Parsed));
        served[name] = now;
        catalogue.SetCustom(name, now.Versions);
        if (before is null) return;
        forms.Remove(before.Versions);
        // As upstream has it: whoever watches comes back, and sees objects as they are defined now.
        cache.EndWatches();
    }

    /// <summary>Ends the service of a definition; its objects, if any, stay in the store.</summary>
    public void Drop(string name)
    {
        if (!served.TryRemove(name, out var before)) return;
        catalogue.SetCustom(name, []);
        caches.Remove(before.Cache);
        forms.Remove(before.Versions);
    }

    private async Task<ResourceCache?> CacheAsync(string name, CustomResourceVersion storage, ServedDefinition? before, CancellationToken cancellationToken)
    {
        if (before is not null) return before.Cache;
        // A built-in resource of the same name comes first, as upstream.
        if (caches.Find(name) is not null) return null;
        var cache = await caches.AddAsync(DefinitionReader.Resource(storage), storage.SelectableFields, cancellationToken);
        cache.Changed += change =>
        {
            if (cache.IsTerminating && (change.Previous is null || (change.Object is null && cache.State.Objects.Count == 0))) RemovalDue?.Invoke(name);
        };
        return cache;
    }

    private ConversionWebhook? Converter(JsonObject spec) =>
        spec.Object("conversion") is { } conversion && conversion.Text("strategy") == "Webhook" ? new ConversionWebhook(webhooks, conversion) : null;

    private static bool IsStorage(JsonObject spec, CustomResourceVersion version) => Entry(spec, version).IsSet("storage");

    private static bool IsServed(JsonObject spec, CustomResourceVersion version) => Entry(spec, version).IsSet("served");

    private static JsonObject Entry(JsonObject spec, CustomResourceVersion version) => spec.Objects("versions").First(entry => entry.Text("name") == version.Version);
}

using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Meta;

namespace Kite.Testing.Client;

/// <summary>The objects of a <see cref="FakeApiClient"/> as JSON.</summary>
public sealed class FakeApiState
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Resource, ObjectKey Key), JsonObject> objects = [];
    private readonly List<(string Resource, Channel<(WatchEventType Type, JsonObject Object)> Events)> watchers = [];
    private readonly ConcurrentQueue<FakeAction> actions = new();
    private long revision;

    /// <summary>Every write so far, in order.</summary>
    public IReadOnlyCollection<FakeAction> Actions => actions;

    /// <summary>What the next writes of a verb and resource fail with, until removed; keyed <c>verb plural[/subresource]</c>.</summary>
    public ConcurrentDictionary<string, ApiStatusException> Failures { get; } = new();

    internal JsonObject Read(ApiResource resource, ObjectKey key)
    {
        lock (gate) return (JsonObject)Find(resource, key).DeepClone();
    }

    internal (long Revision, List<JsonObject> Items) List(ApiResource resource, string? @namespace)
    {
        lock (gate)
        {
            var items = objects.Where(pair => pair.Key.Resource == resource.GroupResource && (string.IsNullOrEmpty(@namespace) || pair.Key.Key.Namespace == @namespace))
                .OrderBy(pair => pair.Key.Key.ToString(), StringComparer.Ordinal).Select(pair => (JsonObject)pair.Value.DeepClone()).ToList();
            return (revision, items);
        }
    }

    internal (List<JsonObject> Items, ChannelReader<(WatchEventType Type, JsonObject Object)> Events) Watch(ApiResource resource, string? @namespace)
    {
        var events = Channel.CreateUnbounded<(WatchEventType, JsonObject)>();
        lock (gate)
        {
            watchers.Add((resource.GroupResource, events));
            return (List(resource, @namespace).Items, events.Reader);
        }
    }

    internal JsonObject Create(ApiResource resource, JsonObject value)
    {
        lock (gate)
        {
            var metadata = Metadata(value);
            if (Text(metadata, "name").Length == 0) metadata["name"] = $"{Text(metadata, "generateName")}{revision + 1:x5}";
            var key = new ObjectKey(Text(metadata, "namespace"), Text(metadata, "name"));
            Record("create", resource, key, "");
            if (objects.ContainsKey((resource.GroupResource, key))) throw ApiErrors.AlreadyExists(resource, key.Name);
            metadata["uid"] = Guid.NewGuid().ToString();
            metadata["creationTimestamp"] ??= Timestamps.Format(DateTimeOffset.UtcNow);
            if (value.ContainsKey("spec")) metadata["generation"] = 1L;
            return Put(resource, key, value, WatchEventType.Added);
        }
    }

    internal JsonObject Update(ApiResource resource, JsonObject value, string subresource)
    {
        lock (gate)
        {
            var metadata = Metadata(value);
            var key = new ObjectKey(Text(metadata, "namespace"), Text(metadata, "name"));
            Record("update", resource, key, subresource);
            var old = Find(resource, key);
            var sent = Text(metadata, "resourceVersion");
            if (sent.Length > 0 && sent != Text(Metadata(old), "resourceVersion")) throw ApiErrors.Modified(resource, key.Name);
            return Replace(resource, key, old, value, subresource);
        }
    }

    internal JsonObject Patch(ApiResource resource, ObjectKey key, Patch patch, string subresource)
    {
        lock (gate)
        {
            Record("patch", resource, key, subresource);
            var document = (JsonObject)JsonNode.Parse(Encoding.UTF8.GetString(patch.Body.Span))!;
            if (!objects.TryGetValue((resource.GroupResource, key), out var old))
            {
                if (patch.ContentType != "application/apply-patch+yaml") throw ApiErrors.NotFound(resource, key.Name);
                return Create(resource, document);
            }
            var sent = document["metadata"] is JsonObject metadata ? Text(metadata, "resourceVersion") : "";
            if (sent.Length > 0 && sent != Text(Metadata(old), "resourceVersion")) throw ApiErrors.Modified(resource, key.Name);
            return Replace(resource, key, old, (JsonObject)Merge(old.DeepClone(), document)!, subresource);
        }
    }

    internal void Delete(ApiResource resource, ObjectKey key)
    {
        lock (gate)
        {
            Record("delete", resource, key, "");
            var old = Find(resource, key);
            if (Metadata(old)["finalizers"] is JsonArray { Count: > 0 })
            {
                var marked = (JsonObject)old.DeepClone();
                Metadata(marked)["deletionTimestamp"] ??= Timestamps.Format(DateTimeOffset.UtcNow);
                Put(resource, key, marked, WatchEventType.Modified);
            }
            else
            {
                Remove(resource, key, old);
            }
        }
    }

    internal void Record(string verb, ApiResource resource, ObjectKey key, string subresource)
    {
        actions.Enqueue(new FakeAction(verb, resource, key, subresource));
        if (Failures.TryGetValue($"{verb} {resource.Plural}{(subresource.Length == 0 ? "" : "/" + subresource)}", out var failure)) throw failure;
    }

    private static JsonObject Metadata(JsonObject value) => (JsonObject)(value["metadata"] ??= new JsonObject());

    private static string Text(JsonObject value, string name) => (string?)value[name] ?? "";

    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        // Lists are replaced whole; directives of strategic patches are none of their items.
        if (patch is JsonArray items) return new JsonArray([.. items.Where(item => item is not JsonObject entry || !entry.ContainsKey("$patch")).Select(item => item?.DeepClone())]);
        if (patch is not JsonObject changes) return patch?.DeepClone();
        var result = target as JsonObject ?? [];
        foreach (var (name, change) in changes)
        {
            if (change is null) result.Remove(name);
            else result[name] = Merge(result[name]?.DeepClone(), change);
        }
        return result;
    }

    private JsonObject Find(ApiResource resource, ObjectKey key) =>
        objects.TryGetValue((resource.GroupResource, key), out var found) ? found : throw ApiErrors.NotFound(resource, key.Name);

    private JsonObject Replace(ApiResource resource, ObjectKey key, JsonObject old, JsonObject value, string subresource)
    {
        var next = (JsonObject)value.DeepClone();
        foreach (var property in new[] { "spec", "status" })
        {
            var keep = property == "status" ? subresource.Length == 0 : subresource == "status";
            if (!keep) continue;
            if (old[property] is { } kept) next[property] = kept.DeepClone();
            else if (property == "spec") next.Remove(property);
        }
        var metadata = Metadata(next);
        metadata["uid"] = Text(Metadata(old), "uid");
        var specChanged = !JsonNode.DeepEquals(next["spec"], old["spec"]);
        if (Metadata(old)["generation"] is { } generation) metadata["generation"] = (long)generation + (specChanged ? 1 : 0);
        if (metadata.ContainsKey("deletionTimestamp") && metadata["finalizers"] is not JsonArray { Count: > 0 })
        {
            Remove(resource, key, next);
            return next;
        }
        return Put(resource, key, next, WatchEventType.Modified);
    }

    private JsonObject Put(ApiResource resource, ObjectKey key, JsonObject value, WatchEventType type)
    {
        Metadata(value)["resourceVersion"] = (++revision).ToString();
        objects[(resource.GroupResource, key)] = value;
        Notify(resource, type, value);
        return (JsonObject)value.DeepClone();
    }

    private void Remove(ApiResource resource, ObjectKey key, JsonObject value)
    {
        objects.Remove((resource.GroupResource, key));
        var last = (JsonObject)value.DeepClone();
        Metadata(last)["resourceVersion"] = (++revision).ToString();
        Notify(resource, WatchEventType.Deleted, last);
    }

    private void Notify(ApiResource resource, WatchEventType type, JsonObject value)
    {
        foreach (var (name, events) in watchers)
            if (name == resource.GroupResource) events.Writer.TryWrite((type, (JsonObject)value.DeepClone()));
    }
}

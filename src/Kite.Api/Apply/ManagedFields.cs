using System.Text.Json.Nodes;
using Kite.Api.Json;

namespace Kite.Api.Apply;

/// <summary>All entries of an object's <c>metadata.managedFields</c>.</summary>
internal sealed class ManagedFields
{
    private const int MaxUpdaters = 10;
    private const string AncientChanges = "ancient-changes";

    private ManagedFields(List<ManagedEntry> entries) => Entries = entries;

    internal List<ManagedEntry> Entries { get; }

    /// <summary>What an update starts from: the entries sent, or the live ones where none, or malformed ones, were sent.</summary>
    internal static ManagedFields OfUpdate(JsonObject? live, JsonObject updated, bool isSubresource)
    {
        var sent = List(updated);
        if (!isSubresource && sent is not null)
        {
            if (IsReset(sent)) return new ManagedFields([]);
            if (Read(sent) is { Count: > 0 } entries) return new ManagedFields(entries);
        }
        return Of(live);
    }

    /// <summary>The entries of an object; none where they are malformed.</summary>
    internal static ManagedFields Of(JsonObject? value) => new(value is not null && List(value) is { } list ? Read(list) ?? [] : []);

    /// <summary>The entry of a manager, or null.</summary>
    internal ManagedEntry? Find(FieldOperation operation, string kind) =>
        Entries.Find(entry => entry.Is(operation.Manager, kind, operation.ApiVersion, operation.Subresource));

    /// <summary>Joins the oldest updates into one entry for each API version until there are at most ten.</summary>
    internal void CapUpdaters()
    {
        var updaters = Entries.Where(entry => !entry.IsApplied).ToList();
        var excess = updaters.Count - MaxUpdaters;
        if (excess <= 0) return;
        updaters.Sort(ByTime);
        var first = new Dictionary<string, ManagedEntry>(StringComparer.Ordinal);
        foreach (var updater in updaters)
        {
            if (excess <= 0) return;
            if (!first.TryGetValue(updater.ApiVersion, out var bucket))
            {
                first.Add(updater.ApiVersion, updater);
                continue;
            }
            if (bucket.Manager != AncientChanges || bucket.Subresource.Length > 0) bucket = first[updater.ApiVersion] = Rename(bucket);
            bucket.Own(bucket.Fields.Union(updater.Fields), updater.ApiVersion);
            if (updater.Time is { } time) bucket.Touch(time);
            Entries.Remove(updater);
            excess--;
        }
    }

    /// <summary>Puts the entries into the object, in upstream's order, without empty ones.</summary>
    internal void Write(JsonObject value)
    {
        Entries.RemoveAll(entry => entry.IsEmpty);
        var metadata = value.Ensure("metadata");
        if (Entries.Count == 0)
        {
            metadata.Remove("managedFields");
            return;
        }
        Entries.Sort(Order);
        // Out of their list first, so that untouched entries move instead of being copied.
        metadata.Array("managedFields")?.Clear();
        metadata["managedFields"] = new JsonArray([.. Entries.Select(entry => entry.ToJson())]);
    }

    private static JsonArray? List(JsonObject value) => value.Object("metadata")?.Array("managedFields");

    private static bool IsReset(JsonArray list) => list.Count == 0 || (list.Count == 1 && list[0] is JsonObject { Count: 0 });

    private static List<ManagedEntry>? Read(JsonArray list)
    {
        var entries = new List<ManagedEntry>(list.Count);
        foreach (var item in list)
        {
            if (ManagedEntry.Read(item) is not { } entry) return null;
            entries.Add(entry);
        }
        return entries;
    }

    private ManagedEntry Rename(ManagedEntry entry)
    {
        var bucket = Entries.Find(other => other.Is(AncientChanges, ManagedEntry.UpdateOperation, entry.ApiVersion, ""));
        if (bucket is null) Entries.Add(bucket = new ManagedEntry(AncientChanges, ManagedEntry.UpdateOperation, entry.ApiVersion, ""));
        bucket.Own(bucket.Fields.Union(entry.Fields), entry.ApiVersion);
        if (entry.Time is { } time) bucket.Touch(time);
        Entries.Remove(entry);
        return bucket;
    }

    private static int ByTime(ManagedEntry left, ManagedEntry right)
    {
        var order = string.CompareOrdinal(left.Time, right.Time);
        return order != 0 ? order : string.CompareOrdinal(left.Manager, right.Manager);
    }

    private static int Order(ManagedEntry left, ManagedEntry right)
    {
        var order = string.CompareOrdinal(left.Operation, right.Operation);
        if (order == 0) order = ByTime(left, right);
        if (order == 0) order = string.CompareOrdinal(left.ApiVersion, right.ApiVersion);
        return order != 0 ? order : string.CompareOrdinal(left.Subresource, right.Subresource);
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Json;
using Kite.Api.Meta;
using Kite.Api.Schema;

namespace Kite.Api.Apply;

/// <summary>One server-side apply.</summary>
internal sealed class Application
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private readonly JsonObject live;
    private readonly bool isNew;
    private readonly JsonObject applied;
    private readonly FieldOperation operation;
    private readonly ApplyShape shape;

    internal Application(SchemaTable schema, JsonObject? live, JsonObject applied, FieldOperation operation)
    {
        this.live = live ?? [];
        isNew = live is null;
        this.applied = applied;
        this.operation = operation;
        shape = ApplyShape.Root(schema, operation.Type);
    }

    internal JsonObject Run(bool force)
    {
        var reset = operation.ResetFields();
        var owned = FieldExtraction.Extract(applied, shape, isStrict: true).RecursiveDifference(reset);
        var merged = isNew ? [] : (JsonObject)live.DeepClone();
        var managed = ManagedFields.Of(merged);
        var own = managed.Find(operation, ManagedEntry.ApplyOperation);
        var before = own?.Fields ?? FieldSet.Empty;
        if (own is null) managed.Entries.Add(own = new ManagedEntry(operation.Manager, ManagedEntry.ApplyOperation, operation.ApiVersion, operation.Subresource));
        if (!owned.Equals(before)) own.Own(owned, operation.ApiVersion);

        ConfigurationMerge.Merge(merged, applied, shape);
        if (!before.Difference(owned).IsEmpty) Prune(merged, managed, before);
        var changes = FieldComparison.Compare(live, merged, shape);
        var others = managed.Entries.Where(entry => entry != own).ToList();
        var changed = changes.Changed.RecursiveDifference(reset);
        if (!force) CheckConflicts(others, changed);
        foreach (var entry in others)
        {
            entry.Give(changed);
            entry.Give(changes.Removed.RecursiveDifference(reset));
        }
        if (own.Time is null || !changes.IsEmpty || !owned.Equals(before)) own.Touch(Timestamps.Format(operation.Now));
        SyncLastApplied(merged);
        managed.Write(merged);
        return merged;
    }

    /// <summary>Takes out what this manager applied before, unless somebody owns it now or it holds something that isn't this manager's.</summary>
    private void Prune(JsonObject merged, ManagedFields managed, FieldSet before)
    {
        var last = NamedFields.Ensure(before, shape);
        var all = NamedFields.Ensure(FieldExtraction.Extract(merged, shape, isStrict: false), shape);
        var owned = FieldSet.Empty;
        foreach (var entry in managed.Entries) owned = owned.Union(entry.Fields);
        owned = NamedFields.Ensure(owned, shape);

        var remaining = Without(merged, last).Union(owned);
        remaining = Without(merged, all.Difference(remaining));
        ConfigurationMerge.Remove(merged, all.Difference(remaining).Intersection(last), shape);
    }

    private FieldSet Without(JsonObject value, FieldSet set)
    {
        var rest = (JsonObject)value.DeepClone();
        ConfigurationMerge.Remove(rest, set, shape);
        return NamedFields.Ensure(FieldExtraction.Extract(rest, shape, isStrict: false), shape);
    }

    private void CheckConflicts(List<ManagedEntry> others, FieldSet changed)
    {
        var conflicts = new List<ApplyConflict>();
        foreach (var entry in others)
        {
            if (entry.Overlaps(changed)) conflicts.Add(new ApplyConflict(entry, entry.Fields.Intersection(changed)));
        }
        if (conflicts.Count == 0) return;
        if (AllowedByLastApplied() is { } allowed)
        {
            conflicts = [.. conflicts.Select(conflict => conflict with { Fields = conflict.Fields.Difference(allowed) }).Where(conflict => !conflict.Fields.IsEmpty)];
            if (conflicts.Count == 0) return;
        }
        throw ApplyConflict.Failure(conflicts);
    }

    /// <summary>The fields that kubectl's client-side apply set to what they still are: "kubectl" may take those over.</summary>
    private FieldSet? AllowedByLastApplied()
    {
        if (operation.Manager != "kubectl" || ReadLastApplied(live) is not { Length: > 0 } text) return null;
        try
        {
            if (JsonCodec.Parse(Encoding.UTF8.GetBytes(text)) is not JsonObject last || last.Text("apiVersion") != operation.ApiVersion) return null;
            var changes = FieldComparison.Compare(last, live, shape);
            return FieldExtraction.Extract(last, shape, isStrict: true).Difference(changes.Changed).Difference(changes.Removed);
        }
        catch (ApiStatusException)
        {
            // The annotation is the user's; one that isn't JSON allows nothing.
            return null;
        }
        catch (ApplyException)
        {
            return null;
        }
    }

    /// <summary>Keeps the annotation of client-side apply true, so that kubectl may go back to it.</summary>
    private void SyncLastApplied(JsonObject merged)
    {
        if (operation.Manager != "kubectl" || ReadLastApplied(merged) is not { Length: > 0 }) return;
        var copy = (JsonObject)applied.DeepClone();
        copy.Object("metadata")?.Object("annotations")?.Remove(LastApplied);
        merged.Object("metadata")!.Object("annotations")![LastApplied] = JsonCodec.ToText(copy) + "\n";
    }

    private static string? ReadLastApplied(JsonObject value) => value.Object("metadata")?.Object("annotations")?.Text(LastApplied);
}

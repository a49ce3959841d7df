using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Json;
using Kite.Api.Meta;
using Kite.Api.Schema;

namespace Kite.Api.Apply;

/// <summary>Keeps <c>metadata.managedFields</c> through creates, updates and patches, and performs server-side apply. Pure: no clock, no I/O.</summary>
public sealed class FieldManagement(SchemaTable schema)
{
    private readonly JsonObject nothing = [];

    /// <summary>
    /// Records in <paramref name="updated"/> who owns what after a create (no live object), update or patch: the writer
    /// takes over what it changed. An object sent with <c>managedFields: [{}]</c> starts afresh.
    /// </summary>
    /// <param name="live">The object as stored, which stays as it is, or null.</param>
    /// <param name="updated">The object as it is to be stored.</param>
    /// <param name="operation">Who writes, and how.</param>
    public void AfterUpdate(JsonObject? live, JsonObject updated, FieldOperation operation)
    {
        var managed = ManagedFields.OfUpdate(live, updated, operation.Subresource.Length > 0);
        var changes = FieldComparison.Compare(live ?? nothing, updated, ApplyShape.Root(schema, operation.Type));
        if (!changes.IsEmpty) Record(managed, changes, operation);
        managed.Write(updated);
    }

    /// <summary>
    /// Applies a configuration: merges it into the live object, removes what the manager applied before but no longer
    /// does and nobody else owns, and records ownership.
    /// </summary>
    /// <param name="live">The object as stored, which stays as it is; null creates.</param>
    /// <param name="applied">The configuration; stays as it is.</param>
    /// <param name="operation">Who applies.</param>
    /// <param name="force">True to take over fields that others own.</param>
    /// <returns>The object to store, without defaults for what is new.</returns>
    /// <exception cref="ApiStatusException">Others own fields that would change (409), or the configuration is of another version or carries managedFields, or can't be merged (400; upstream answers 500 there, as if the fault were its own).</exception>
    public JsonObject Apply(JsonObject? live, JsonObject applied, FieldOperation operation, bool force)
    {
        Check(applied, operation);
        try
        {
            return new Application(schema, live, applied, operation).Run(force);
        }
        catch (ApplyException e)
        {
            throw new ApiStatusException(StatusReason.BadRequest, $"failed to create typed patch object ({Name(applied)}; {operation.ApiVersion}, Kind={applied.Text("kind")}): {e.Message}", innerException: e);
        }
    }

    private static void Check(JsonObject applied, FieldOperation operation)
    {
        var version = applied.Text("apiVersion") ?? "";
        if (version != operation.ApiVersion)
            throw ApiErrors.BadRequest($"Incorrect version specified in apply patch. Specified patch version: {version}, expected: {operation.ApiVersion}");
        if (applied.Object("metadata")?.ContainsKey("managedFields") == true) throw ApiErrors.BadRequest("metadata.managedFields must be nil");
    }

    private static string Name(JsonObject value) => $"{value.Object("metadata")?.Text("namespace")}/{value.Object("metadata")?.Text("name")}";

    private static void Record(ManagedFields managed, in FieldChanges changes, FieldOperation operation)
    {
        var reset = operation.ResetFields();
        var owned = changes.Changed.RecursiveDifference(reset);
        var removed = changes.Removed.RecursiveDifference(reset);
        var own = managed.Find(operation, ManagedEntry.UpdateOperation);
        foreach (var entry in managed.Entries)
        {
            if (entry != own) entry.Give(owned);
            entry.Give(removed);
        }
        if (owned.IsEmpty) return;
        if (own is null) managed.Entries.Add(own = new ManagedEntry(operation.Manager, ManagedEntry.UpdateOperation, operation.ApiVersion, operation.Subresource));
        if (!own.Covers(owned)) own.Own(own.Fields.Union(owned), operation.ApiVersion);
        own.Touch(Timestamps.Format(operation.Now));
        managed.CapUpdaters();
    }
}

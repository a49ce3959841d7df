using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Admission;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Registry;

/// <summary>Changes objects: what the change makes of the stored object is admitted, validated and stored if nobody else was faster; if somebody was, it is made again.</summary>
internal sealed class ObjectUpdater(AdmissionChain admission, FieldOwnership ownership, ReservationChain reservations, ObjectCommitter committer)
{
    private const int MaxTries = 5;

    /// <summary>Makes the change.</summary>
    /// <param name="write">The write.</param>
    /// <param name="key">The object.</param>
    /// <param name="change">Makes the new object of the stored one; called again after a conflict.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ApiStatusException">There is no such object, the change doesn't fit, or others keep changing it.</exception>
    public async ValueTask<CachedObject> UpdateAsync(WriteContext write, ObjectKey key, Func<CachedObject, ObjectChange> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var stored = write.Served.Cache.Get(key) ?? throw ApiErrors.NotFound(write.Resource, key.Name);
            var current = await write.Served.ShowAsync(stored, cancellationToken);
            var changed = change(current);
            var isPinned = CheckRevision(write, current, changed.Value.Metadata());
            var updated = await TryUpdateAsync(write, stored, current, changed, cancellationToken);
            if (updated is not null) return updated;
            if (isPinned || attempt >= MaxTries) throw ApiErrors.Modified(write.Resource, key.Name);
        }
    }

    private async ValueTask<CachedObject?> TryUpdateAsync(WriteContext write, CachedObject stored, CachedObject current, ObjectChange change, CancellationToken cancellationToken)
    {
        var rules = write.Served.Definition.Rules;
        var old = ObjectForms.ToNodes(write.Served, current);
        var value = change.Value;
        CheckIdentity(write, value, old, current.Key);
        SystemMetadata.Restore(value, old);
        rules.Default(value);
        // Before admission: nobody owns what plugins add.
        if (!change.IsApply) ownership.OnWrite(write, value, old);
        var form = write.Form;
        var request = write.Admission(AdmissionOperation.Update, current.Key.Name, form?.Read(value) ?? value, form?.Read(old) ?? old);
        await admission.MutateAsync(request, cancellationToken);
        if (form is not null) form.Write(request.Object!, value);
        else value = request.Object!;
        rules.PrepareForUpdate(value, old, write.Subresource);
        using var reservation = reservations.Reserve(write, value, old);
        var errors = new List<StatusCause>();
        rules.ValidateUpdate(value, old, write.Subresource, errors);
        if (errors.Count > 0) throw ApiErrors.Invalid(write.Resource, current.Key.Name, errors);
        if (write.Subresource.Length == 0) rules.Warn(value, old, write.Request.Warn);
        if (form is not null) request.Object = form.Read(value);
        await admission.ValidateAsync(request, cancellationToken);
        using var charge = request.Charge;
        if (SystemMetadata.IsReadyToGo(value, write.Resource)) return await RemoveAsync(write, current, value, cancellationToken);
        if (FieldOwnership.IsUnchanged(value, old) && !await committer.IsStaleAsync(write.Served, stored, cancellationToken)) return current;
        var isHeartbeat = Heartbeats.Is(write.Resource, value, old);
        var updated = await committer.PutAsync(write.Served, current.Key, value, current.ResourceVersion, write.Options.IsDryRun, isHeartbeat, reservation?.Companions ?? [], cancellationToken);
        if (updated is not null && !write.Options.IsDryRun) reservation?.Keep();
        return updated;
    }

    /// <summary>The last finalizer is gone: so is the object, and the answer shows its last state.</summary>
    private async ValueTask<CachedObject?> RemoveAsync(WriteContext write, CachedObject current, JsonObject value, CancellationToken cancellationToken)
    {
        var revision = await committer.RemoveAsync(write.Served, current, write.Options.IsDryRun, reservations.Release(write, value), cancellationToken);
        if (revision is null) return null;
        var bytes = write.Served.Form is { } form ? await form.ToStoredAsync(value, cancellationToken) : ObjectForms.ToStored(write.Served, value);
        return write.Served.Cache.Read(current.Key, bytes, revision.Value);
    }

    /// <summary>True where the change says which revision it was made from.</summary>
    private static bool CheckRevision(WriteContext write, CachedObject current, JsonObject metadata)
    {
        var sent = metadata.Text("resourceVersion");
        if (sent.Length == 0 || sent == "0")
        {
            if (write.Served.Definition.AllowsUnconditionalUpdate || write.Request.Info.Verb != "update") return false;
            throw ApiErrors.Invalid(write.Resource, current.Key.Name, [new StatusCause("FieldValueInvalid", "Invalid value: 0: must be specified for an update", "metadata.resourceVersion")]);
        }
        if (!long.TryParse(sent, out var revision))
            throw ApiErrors.Invalid(write.Resource, current.Key.Name, [new StatusCause("FieldValueInvalid", $"Invalid value: \"{sent}\": invalid resource version", "metadata.resourceVersion")]);
        return revision == current.ResourceVersion ? true : throw ApiErrors.Modified(write.Resource, current.Key.Name);
    }

    private static void CheckIdentity(WriteContext write, JsonObject value, JsonObject old, ObjectKey key)
    {
        var metadata = value.Metadata();
        var name = metadata.Text("name");
        if (name.Length == 0) throw ApiErrors.BadRequest("name must be provided");
        if (name != key.Name) throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({key.Name})");
        var @namespace = metadata.Text("namespace");
        if (@namespace.Length > 0 && @namespace != key.Namespace)
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        var uid = metadata.Text("uid");
        var stored = old.Metadata().Text("uid");
        if (uid.Length > 0 && uid != stored)
            throw ApiErrors.Conflict(write.Resource, key.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {stored}");
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Admission;
using Kite.ApiServer.CustomResources;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Registry;

/// <summary>Deletes objects: at once, or by marking them where somebody has to agree first (a node, a finalizer).</summary>
internal sealed class ObjectDeleter(AdmissionChain admission, ReservationChain reservations, ObjectCommitter committer, TimeProvider time)
{
    private const int MaxTries = 8;

    /// <summary>Deletes an object.</summary>
    /// <param name="write">The write.</param>
    /// <param name="key">The object.</param>
    /// <param name="options">How to delete.</param>
    /// <param name="isAdmitted">True where admission has seen the deletion already, in another form.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ApiStatusException">There is no such object, or it isn't as the preconditions ask.</exception>
    public async ValueTask<Deletion> DeleteAsync(WriteContext write, ObjectKey key, DeleteOptions options, bool isAdmitted, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var current = await write.Served.ShowAsync(write.Served.Cache.Get(key) ?? throw ApiErrors.NotFound(write.Resource, key.Name), cancellationToken);
            CheckPreconditions(write, current, options);
            var old = ObjectForms.ToNodes(write.Served, current);
            if (!isAdmitted) await admission.AdmitAsync(write.Admission(AdmissionOperation.Delete, key.Name, null, old, options), cancellationToken);
            if (await TryDeleteAsync(write, current, old, options, cancellationToken) is { } done) return done;
            if (options.ResourceVersion is not null || attempt >= MaxTries) throw ApiErrors.Modified(write.Resource, key.Name);
        }
    }

    private async ValueTask<Deletion?> TryDeleteAsync(WriteContext write, CachedObject current, JsonObject value, DeleteOptions options, CancellationToken cancellationToken)
    {
        var metadata = value.Metadata();
        var changed = options.Propagation.Length > 0 ? DeletionFinalizers.Apply(metadata, options.Propagation) : !metadata.ContainsKey("deletionTimestamp") && DeletionFinalizers.ApplyDefault(metadata, write.Resource);
        var grace = write.Served.Definition.DeletesGracefully ? PodGrace.Of(value, options.GracePeriodSeconds) : 0;
        var isDeleting = metadata.ContainsKey("deletionTimestamp");
        if (isDeleting && metadata.Integer("deletionGracePeriodSeconds") is { } left && (left > 0 || grace > 0))
        {
            // A second deletion may only shorten the time.
            if (left > 0 && (options.GracePeriodSeconds is null || grace >= left)) return new Deletion(current, IsGone: false);
        }
        else if (isDeleting && !changed && !metadata.IsEmpty("finalizers"))
        {
            return new Deletion(current, IsGone: false);
        }
        if (SystemMetadata.IsNamespace(write.Resource) && !value.Object("spec").IsEmpty("finalizers"))
        {
            if (isDeleting)
            {
                throw ApiErrors.Conflict(
                    write.Resource,
                    current.Key.Name,
                    "The system is ensuring all content is removed from this namespace.  Upon completion, this namespace will automatically be purged by the system.");
            }
            value.ObjectOrNew("status")["phase"] = "Terminating";
            return await MarkAsync(write, current, value, 0, cancellationToken);
        }
        if (DefinitionResource.Is(write.Resource) && !isDeleting) DefinitionDeletion.Begin(value, time.GetUtcNow());
        if (grace > 0 || !metadata.IsEmpty("finalizers")) return await MarkAsync(write, current, value, grace, cancellationToken);
        var revision = await committer.RemoveAsync(write.Served, current, options.IsDryRun, reservations.Release(write, value), cancellationToken);
        return revision is null ? null : new Deletion(options.IsDryRun ? current : CachedObjectReader.AtRevision(current, revision.Value), IsGone: true);
    }

    private async ValueTask<Deletion?> MarkAsync(WriteContext write, CachedObject current, JsonObject value, long grace, CancellationToken cancellationToken)
    {
        var metadata = value.Metadata();
        // The generation counts the wish to delete, once, where it counts anything.
        if (!metadata.ContainsKey("deletionTimestamp") && metadata.Integer("generation") is { } generation) metadata["generation"] = generation + 1;
        if (!metadata.ContainsKey("deletionTimestamp") || grace > 0 || metadata.Integer("deletionGracePeriodSeconds") > 0)
            metadata["deletionTimestamp"] = Timestamps.Format(time.GetUtcNow().AddSeconds(grace));
        metadata["deletionGracePeriodSeconds"] = grace;
        var marked = await committer.PutAsync(write.Served, current.Key, value, current.ResourceVersion, write.Options.IsDryRun, isHeartbeat: false, cancellationToken);
        return marked is null ? null : new Deletion(marked, IsGone: false);
    }

    private static void CheckPreconditions(WriteContext write, CachedObject current, DeleteOptions options)
    {
        // Upstream's message names the kind where others name the resource.
        var resource = write.Resource with { Plural = write.Resource.Kind };
        if (options.Uid is { } uid && uid != current.Uid)
            throw ApiErrors.Conflict(resource, current.Key.Name, $"the UID in the precondition ({uid}) does not match the UID in record ({current.Uid}). The object might have been deleted and then recreated");
        if (options.ResourceVersion is { } version && version != current.ResourceVersion.ToString())
            throw ApiErrors.Conflict(resource, current.Key.Name, $"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record ({current.ResourceVersion}). The object might have been modified");
    }
}

using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Admission;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Registry;

/// <summary>Creates objects: defaults, admission, validation, ownership, store.</summary>
internal sealed class ObjectCreator(AdmissionChain admission, FieldOwnership ownership, ReservationChain reservations, ObjectCommitter committer, TimeProvider time)
{
    private const int MaxNameTries = 8;
    private const int MaxGeneratedBase = 63 - SuffixLength;
    private const int SuffixLength = 5;
    private const string SuffixLetters = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>Creates a decoded object.</summary>
    /// <param name="write">The write.</param>
    /// <param name="value">The object; used up.</param>
    /// <param name="name">The name that the path gives; null to take the object's own.</param>
    /// <param name="isApply">True where ownership has been settled by an apply already.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<CachedObject> CreateAsync(WriteContext write, JsonObject value, string? name, bool isApply, CancellationToken cancellationToken)
    {
        var rules = write.Served.Definition.Rules;
        var metadata = value.Metadata();
        CheckIdentity(write, metadata, name);
        rules.Default(value);
        // Before admission: nobody owns what plugins add.
        if (!isApply) ownership.OnWrite(write, value, null);
        var request = write.Admission(AdmissionOperation.Create, metadata.Text("name"), value, null);
        await admission.MutateAsync(request, cancellationToken);
        if (!ReferenceEquals(request.Object, value))
        {
            value = request.Object!;
            metadata = value.Metadata();
            CheckIdentity(write, metadata, name);
        }
        metadata["creationTimestamp"] = Timestamps.Format(time.GetUtcNow());
        metadata["uid"] = Guid.NewGuid().ToString();
        var generateName = metadata.Text("name").Length == 0 ? metadata.Text("generateName") : "";
        // What is made of the name must be made anew with another name.
        var unnamed = generateName.Length > 0 ? (JsonObject)value.DeepClone() : null;
        for (var attempt = 1; ; attempt++)
        {
            if (unnamed is not null)
            {
                if (attempt > 1) value = (JsonObject)unnamed.DeepClone();
                SetName(value.Metadata(), Generate(generateName));
                rules.Default(value);
            }
            rules.PrepareForCreate(value);
            var created = await TryCreateAsync(write, value, cancellationToken);
            if (created is not null) return created;
            if (unnamed is not null && attempt < MaxNameTries) continue;
            throw ApiErrors.AlreadyExists(write.Resource, value.Metadata().Text("name"));
        }
    }

    private async ValueTask<CachedObject?> TryCreateAsync(WriteContext write, JsonObject value, CancellationToken cancellationToken)
    {
        var key = new ObjectKey(write.Namespace, value.Metadata().Text("name"));
        using var reservation = reservations.Reserve(write, value, null);
        var errors = new List<StatusCause>();
        write.Served.Definition.Rules.Validate(value, errors);
        if (errors.Count > 0) throw ApiErrors.Invalid(write.Resource, key.Name, errors);
        write.Served.Definition.Rules.Warn(value, null, write.Request.Warn);
        var request = write.Admission(AdmissionOperation.Create, key.Name, value, null);
        await admission.ValidateAsync(request, cancellationToken);
        using var charge = request.Charge;
        if (write.Served.Cache.Get(key) is not null) return null;
        var created = await committer.PutAsync(write.Served, key, value, 0, write.Options.IsDryRun, isHeartbeat: false, reservation?.Companions ?? [], cancellationToken);
        if (created is null && write.Served.Cache.Get(key) is null) throw ApiErrors.Conflict(write.Resource, key.Name, "what it needs has been taken meanwhile; please try again");
        if (created is not null && !write.Options.IsDryRun) reservation?.Keep();
        return created;
    }

    private static void CheckIdentity(WriteContext write, JsonObject metadata, string? name)
    {
        if (metadata.Text("resourceVersion") is { Length: > 0 } and not "0") throw ApiErrors.BadRequest("resourceVersion should not be set on objects to be created");
        var @namespace = metadata.Text("namespace");
        if (@namespace.Length > 0 && @namespace != write.Namespace)
            throw ApiErrors.BadRequest(write.Resource.IsNamespaced ? "the namespace of the provided object does not match the namespace sent on the request" : "namespace may not be set on a cluster-scoped object");
        if (name is not null && metadata.Text("name") is { Length: > 0 } own && own != name)
            throw ApiErrors.BadRequest($"the name of the object ({own}) does not match the name on the URL ({name})");
        if (name is not null) SetName(metadata, name);
        if (write.Namespace.Length > 0) metadata["namespace"] = write.Namespace;
        foreach (var system in SystemMetadata.SetByServer) metadata.Remove(system);
    }

    /// <summary>Puts the name first, where people look for it.</summary>
    private static void SetName(JsonObject metadata, string name)
    {
        metadata.Remove("name");
        metadata.Insert(0, "name", name);
    }

    private static string Generate(string prefix) =>
        (prefix.Length > MaxGeneratedBase ? prefix[..MaxGeneratedBase] : prefix) + RandomNumberGenerator.GetString(SuffixLetters, SuffixLength);
}

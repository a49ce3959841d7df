using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.CustomResources;
using Kite.Api.CustomResources.Values;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;
using Kite.Storage;

namespace Kite.ApiServer.CustomResources;

/// <summary>
/// How one version of a custom resource shows the objects that are stored in any. What was stored by the definition as it is now, in this version, is shown as the bytes that it is;
/// everything else is converted, completed and pruned once, and kept.
/// </summary>
internal sealed class VersionForm(DefinitionForms all, CustomResourceVersion version)
{
    private readonly CachedObjectReader reader = new(version.SelectableFields);

    /// <summary>The version.</summary>
    public CustomResourceVersion Version => version;

    /// <summary>True where objects are stored in this version.</summary>
    public bool IsStorage => ReferenceEquals(all.Storage, this);

    /// <summary>True where a webhook converts.</summary>
    public bool CallsOut => all.Converter is not null;

    /// <summary>The object as shown, where nobody has to be asked for it: null where a webhook has to convert it.</summary>
    public CachedObject? TryShow(CachedObject stored)
    {
        if (ReferenceEquals(stored.Form, this)) return stored;
        if (ShownForms.Find(stored, this) is { } known) return known;
        var apiVersion = ApiVersion(stored.Json.Span);
        if (apiVersion != version.ApiVersion && CallsOut) return null;
        var nodes = Complete(stored, apiVersion);
        if (apiVersion == version.ApiVersion) return Shown(stored, nodes);
        nodes["apiVersion"] = version.ApiVersion;
        Prune(nodes, version);
        return Shown(stored, nodes);
    }

    /// <summary>The object as shown.</summary>
    /// <exception cref="ApiStatusException">It can't be converted.</exception>
    public ValueTask<CachedObject> ShowAsync(CachedObject stored, CancellationToken cancellationToken) =>
        TryShow(stored) is { } shown ? new(shown) : ConvertAsync(stored, cancellationToken);

    /// <summary>Objects as shown; those that a webhook has to convert are sent to it together.</summary>
    /// <exception cref="ApiStatusException">One can't be converted.</exception>
    public async ValueTask<IReadOnlyCollection<CachedObject>> ShowAllAsync(IReadOnlyCollection<CachedObject> stored, CancellationToken cancellationToken)
    {
        var shown = new CachedObject[stored.Count];
        var unknown = new List<(int At, CachedObject Stored)>();
        var at = 0;
        foreach (var value in stored)
        {
            if (TryShow(value) is { } known) shown[at] = known;
            else unknown.Add((at, value));
            at++;
        }
        if (unknown.Count == 0) return shown;
        var converted = await all.Converter!.ConvertAsync([.. unknown.Select(item => Complete(item.Stored))], version.ApiVersion, cancellationToken);
        for (var i = 0; i < unknown.Count; i++)
        {
            Prune(converted[i], version);
            shown[unknown[i].At] = Shown(unknown[i].Stored, converted[i]);
        }
        return shown;
    }

    /// <summary>The bytes to store of an object of this version: in the version stored, without a resource version.</summary>
    /// <exception cref="ApiStatusException">It can't be converted.</exception>
    public async ValueTask<byte[]> ToStoredAsync(JsonObject value, CancellationToken cancellationToken)
    {
        value.Metadata().Remove("resourceVersion");
        var storage = all.Storage.Version;
        if (storage.ApiVersion == version.ApiVersion) return JsonCodec.ToUtf8(value);
        JsonObject stored;
        if (all.Converter is { } converter)
        {
            stored = (await converter.ConvertAsync([(JsonObject)value.DeepClone()], storage.ApiVersion, cancellationToken))[0];
        }
        else
        {
            stored = (JsonObject)value.DeepClone();
            stored["apiVersion"] = storage.ApiVersion;
        }
        Prune(stored, storage);
        return JsonCodec.ToUtf8(stored);
    }

    /// <summary>An object of another version as this version has it; not changed.</summary>
    /// <exception cref="ApiStatusException">It can't be converted.</exception>
    public async ValueTask<JsonObject> ConvertAsync(JsonObject value, CancellationToken cancellationToken)
    {
        var converted = (JsonObject)value.DeepClone();
        if (all.Converter is { } converter) converted = (await converter.ConvertAsync([converted], version.ApiVersion, cancellationToken))[0];
        else converted["apiVersion"] = version.ApiVersion;
        Prune(converted, version);
        return converted;
    }

    /// <summary>Writes bytes that <see cref="ToStoredAsync"/> made: the storage version shows them as they are, as long as the definition stays as it is.</summary>
    /// <exception cref="ApiStatusException">It would be a creation, and the definition is being deleted (<c>MethodNotAllowed</c>).</exception>
    public async ValueTask<WriteResult> WriteAsync(ResourceCache cache, StoreWrite write, Func<ValueTask<WriteResult>> commit)
    {
        var isCreation = write.ExpectedRevision == 0;
        if (isCreation && !cache.TryBeginCreation()) throw Terminating(cache.Resource, "create");
        try
        {
            using var announcement = cache.Announce(write.Value!, all.Storage);
            return await commit();
        }
        finally
        {
            if (isCreation) cache.EndCreation();
        }
    }

    /// <summary>The failure of what isn't done anymore while a definition goes.</summary>
    public static ApiStatusException Terminating(ApiResource resource, string verb) => new(
        StatusReason.MethodNotAllowed,
        $"{verb} not allowed while custom resource definition is terminating",
        new StatusDetails { Group = resource.Group, Kind = resource.Plural });

    /// <summary>True where an object is stored otherwise than it would be stored now, so that writing it again without a change is not in vain.</summary>
    public bool IsStale(CachedObject stored) => !ReferenceEquals(stored.Form, all.Storage) && !ReferenceEquals(all.Storage.TryShow(stored), stored);

    private async ValueTask<CachedObject> ConvertAsync(CachedObject stored, CancellationToken cancellationToken)
    {
        var converted = (await all.Converter!.ConvertAsync([Complete(stored)], version.ApiVersion, cancellationToken))[0];
        Prune(converted, version);
        return Shown(stored, converted);
    }

    /// <summary>The object as nodes, brought up to date with the schema of the version that it is stored in.</summary>
    private JsonObject Complete(CachedObject stored, string? apiVersion = null)
    {
        var nodes = JsonCodec.ParseObject(stored.Json.Span);
        if (all.Find(apiVersion ?? nodes.Text("apiVersion")) is { } source) CustomObjectDecoder.Complete(nodes, source);
        return nodes;
    }

    private CachedObject Shown(CachedObject stored, JsonObject nodes)
    {
        var metadata = nodes.Metadata();
        if (IsStorage && HasFields(stored) && JsonCodec.ToUtf8(nodes).AsSpan().SequenceEqual(stored.Json.Span))
        {
            stored.Form = this;
            return stored;
        }
        metadata.Remove("resourceVersion");
        var shown = reader.Read(stored.Key, JsonCodec.ToUtf8(nodes), stored.ResourceVersion);
        shown.Form = this;
        all.Kept.Keep(stored, this, shown, all.Owns);
        return shown;
    }

    private bool HasFields(CachedObject stored) => version.SelectableFields.Paths.All(stored.Fields.ContainsKey);

    private static void Prune(JsonObject value, CustomResourceVersion version)
    {
        if (version.PreservesUnknownFields) return;
        Pruning.Prune(value, version.Schema, isResource: true);
        DefaultValues.DropNulls(value, version.Schema);
    }

    private static string ApiVersion(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals("apiVersion"u8);
            reader.Read();
            if (isIt) return reader.GetString() ?? "";
            reader.Skip();
        }
        return "";
    }
}

using System.Text.Json;
using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models;
using Kite.Api.Models.MetaV1;

namespace Kite.ControlPlane.Controllers.GarbageCollection;

/// <summary>Changes owner references and finalizers of objects of any kind, without touching what others changed meanwhile.</summary>
internal sealed class OwnerPatches(IApiClient client)
{
    /// <summary>Takes owners out of an object.</summary>
    internal Task RemoveOwnersAsync(ApiResource resource, ObjectMeta metadata, IReadOnlyCollection<string> uids, CancellationToken cancellationToken) =>
        SetOwnersAsync(resource, metadata, metadata.OwnerReferences.Where(owner => !uids.Contains(owner.Uid)), cancellationToken);

    /// <summary>Makes an object block none of its owners any more.</summary>
    internal Task UnblockOwnersAsync(ApiResource resource, ObjectMeta metadata, CancellationToken cancellationToken) =>
        SetOwnersAsync(resource, metadata, metadata.OwnerReferences.Select(owner => owner with { BlockOwnerDeletion = false }), cancellationToken);

    /// <summary>Takes a finalizer out of an object.</summary>
    internal Task RemoveFinalizerAsync(ApiResource resource, ObjectMeta metadata, string finalizer, CancellationToken cancellationToken)
    {
        var rest = metadata.Finalizers.Where(other => other != finalizer).Select(other => $"\"{JsonEncodedText.Encode(other)}\"");
        return PatchAsync(resource, metadata, $"\"finalizers\":[{string.Join(',', rest)}]", cancellationToken);
    }

    private Task SetOwnersAsync(ApiResource resource, ObjectMeta metadata, IEnumerable<OwnerReference> owners, CancellationToken cancellationToken) =>
        PatchAsync(resource, metadata, $"\"ownerReferences\":[{string.Join(',', owners.Select(ModelJson.ToText))}]", cancellationToken);

    private async Task PatchAsync(ApiResource resource, ObjectMeta metadata, string change, CancellationToken cancellationToken)
    {
        // A merge patch suits every kind, custom ones too; the resource version makes replacing a whole list safe.
        var body = $$$"""{"metadata":{"uid":"{{{metadata.Uid}}}","resourceVersion":"{{{metadata.ResourceVersion}}}",{{{change}}}} }""";
        try
        {
            await client.Resource<PartialObjectMetadata>(resource).PatchAsync(metadata.Namespace, metadata.Name, Patch.Merge(body), cancellationToken);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound)
        {
            // Gone, with owners, finalizers and all.
        }
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Admission.Resources;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission.Storage;

/// <summary>A volume claim grows only once it is bound, and if its storage class lets it.</summary>
internal sealed class VolumeClaimResize(ResourceCaches caches) : IAdmissionPlugin
{
    private static readonly ApiResource Classes = new("storage.k8s.io", "v1", "storageclasses", "StorageClass", false);

    /// <inheritdoc/>
    public string Name => "PersistentVolumeClaimResize";

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Operation: AdmissionOperation.Update, Subresource: "", Resource: { Group: "", Plural: "persistentvolumeclaims" }, Object: { } claim, OldObject: { } old }) return ValueTask.CompletedTask;
        if (SizeOf(claim) <= SizeOf(old)) return ValueTask.CompletedTask;
        if (old.Object("status").Text("phase") != "Bound") throw ApiErrors.Forbidden(request.Resource, request.Name, "Only bound persistent volume claims can be expanded");
        if (!MayGrow(ClassOf(claim), ClassOf(old)))
            throw ApiErrors.Forbidden(request.Resource, request.Name, "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize");
        return ValueTask.CompletedTask;
    }

    private static Quantity SizeOf(JsonObject claim) => PodAmounts.Of(claim.Object("spec"), "requests")["storage"];

    private static string ClassOf(JsonObject claim) =>
        claim.Object("metadata").Object("annotations").TextOrNull("volume.beta.kubernetes.io/storage-class") ?? claim.Object("spec").Text("storageClassName");

    private bool MayGrow(string name, string old) =>
        name.Length > 0 && name == old && caches.Of(Classes).Get(new ObjectKey("", name)) is { } found && JsonCodec.ParseObject(found.Json.Span).IsSet("allowVolumeExpansion");
}

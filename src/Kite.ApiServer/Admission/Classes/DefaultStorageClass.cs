using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission.Classes;

/// <summary>A volume claim that says nothing of a storage class gets the default one, where there is one; of several the newest.</summary>
internal sealed class DefaultStorageClass(ResourceCaches caches) : IAdmissionPlugin
{
    private const string ClaimAnnotation = "volume.beta.kubernetes.io/storage-class";
    private static readonly ApiResource Classes = new("storage.k8s.io", "v1", "storageclasses", "StorageClass", false);
    private static readonly string[] Marks = ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"];

    /// <inheritdoc/>
    public string Name => "DefaultStorageClass";

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Operation: AdmissionOperation.Create, Subresource: "", Resource: { Group: "", Plural: "persistentvolumeclaims" }, Object: { } claim }) return ValueTask.CompletedTask;
        // An empty name is a choice: no class at all.
        if (claim.Object("spec").TextOrNull("storageClassName") is not null || HasAnnotation(claim)) return ValueTask.CompletedTask;
        if (DefaultClass.Newest(caches.Of(Classes), Marks) is { } name) claim.ObjectOrNew("spec")["storageClassName"] = name;
        return ValueTask.CompletedTask;
    }

    private static bool HasAnnotation(JsonObject claim) => claim.Object("metadata").Object("annotations").TextOrNull(ClaimAnnotation) is not null;
}

using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission.Storage;

/// <summary>New volume claims and volumes get the finalizers that keep them while they are in use.</summary>
internal sealed class StorageObjectInUseProtection : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "StorageObjectInUseProtection";

    /// <inheritdoc/>
    public ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Operation: AdmissionOperation.Create, Subresource: "", Resource.Group: "", Object: { } value }) return ValueTask.CompletedTask;
        var finalizer = request.Resource.Plural switch
        {
            "persistentvolumeclaims" => "kubernetes.io/pvc-protection",
            "persistentvolumes" => "kubernetes.io/pv-protection",
            _ => null,
        };
        if (finalizer is null) return ValueTask.CompletedTask;
        var metadata = value.ObjectOrNew("metadata");
        if (metadata["finalizers"] is not JsonArray finalizers) metadata["finalizers"] = finalizers = [];
        if (!finalizers.Any(name => name?.GetValue<string>() == finalizer)) finalizers.Add((JsonNode)finalizer);
        return ValueTask.CompletedTask;
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Admission.Resources;

namespace Kite.ApiServer.Admission.Quotas;

/// <summary>Volume claims: how many and how much, in all and by storage class.</summary>
internal sealed class VolumeClaimQuota : IQuotaEvaluator
{
    private const string ClassSuffix = ".storageclass.storage.k8s.io/";
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";

    /// <inheritdoc/>
    public string GroupResource => "persistentvolumeclaims";

    /// <inheritdoc/>
    public bool Concerns(AdmissionRequest request) => request is { Operation: AdmissionOperation.Create or AdmissionOperation.Update, Subresource: "" };

    /// <inheritdoc/>
    public bool Counts(string quota) =>
        quota is "persistentvolumeclaims" or "count/persistentvolumeclaims" or "requests.storage"
        || quota.EndsWith($"{ClassSuffix}persistentvolumeclaims", StringComparison.Ordinal)
        || quota.EndsWith($"{ClassSuffix}requests.storage", StringComparison.Ordinal);

    /// <inheritdoc/>
    public bool Fits(QuotaScope scope, JsonObject item)
    {
        if (scope.Name != "VolumeAttributesClass") return false;
        var (spec, status) = (item.Object("spec"), item.Object("status"));
        string[] names = [spec.Text("volumeAttributesClassName"), status.Text("currentVolumeAttributesClassName"), status.Object("modifyVolumeStatus").Text("targetVolumeAttributesClassName")];
        names = [.. names.Where(name => name.Length > 0).Distinct()];
        // While it changes from one class to another a claim counts for both.
        return names.Length == 0 ? scope.Picks("") : names.Any(scope.Picks);
    }

    /// <inheritdoc/>
    public ResourceAmounts Usage(JsonObject item)
    {
        var spec = item.Object("spec");
        var used = new ResourceAmounts { ["persistentvolumeclaims"] = Quantity.Of(1), ["count/persistentvolumeclaims"] = Quantity.Of(1) };
        var storage = ResourceAmounts.Of(spec.Object("resources").Object("requests"));
        var allocated = ResourceAmounts.Of(item.Object("status").Object("allocatedResources"));
        var amount = allocated["storage"] > storage["storage"] ? allocated["storage"] : storage["storage"];
        var hasAmount = storage.Has("storage");
        if (hasAmount) used["requests.storage"] = amount;
        var name = item.Object("metadata").Object("annotations").TextOrNull(ClassAnnotation) ?? spec.Text("storageClassName");
        if (name.Length == 0) return used;
        used[$"{name}{ClassSuffix}persistentvolumeclaims"] = Quantity.Of(1);
        if (hasAmount) used[$"{name}{ClassSuffix}requests.storage"] = amount;
        return used;
    }
}

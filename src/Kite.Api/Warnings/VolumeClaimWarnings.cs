using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.Warnings;

/// <summary>Warns of what is odd in claims and volumes.</summary>
internal static class VolumeClaimWarnings
{
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";
    private static readonly FieldPath Spec = FieldPath.Root.Child("spec");

    internal static void OfClaim(JsonObject claim, Action<string> warn)
    {
        OldClass(claim, warn);
        if (claim.Object("spec") is { } spec) OfSpec(spec, Spec, warn);
    }

    internal static void OfSpec(JsonObject spec, FieldPath path, Action<string> warn)
    {
        var resources = spec.Object("resources");
        PodWarnings.FractionalBytes(resources.Object("requests"), path.Child("resources").Child("requests"), warn, "storage");
        PodWarnings.FractionalBytes(resources.Object("limits"), path.Child("resources").Child("limits"), warn, "storage");
    }

    internal static void OfVolume(JsonObject volume, Action<string> warn)
    {
        OldClass(volume, warn);
        var spec = volume.Object("spec");
        if (spec.Text("persistentVolumeReclaimPolicy") == "Recycle")
            warn("spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.");
        var terms = Spec.Child("nodeAffinity").Child("required").Child("nodeSelectorTerms");
        var at = 0;
        foreach (var term in spec.Object("nodeAffinity").Object("required").Objects("nodeSelectorTerms")) NodeLabelWarnings.Term(term, terms.Item(at++), warn);
        PodWarnings.FractionalBytes(spec.Object("capacity"), Spec.Child("capacity"), warn, "storage");
    }

    private static void OldClass(JsonObject value, Action<string> warn)
    {
        if (value.Object("metadata").Object("annotations")?.ContainsKey(ClassAnnotation) == true)
            warn($"metadata.annotations[{ClassAnnotation}]: deprecated since v1.8; use \"storageClassName\" attribute instead");
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.Api.Validation.Storage;

/// <summary>Checks what an update of a claim changes: it is bound once, and grows afterwards.</summary>
internal static class VolumeClaimChangeValidator
{
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";
    private static readonly FieldPath Spec = FieldPath.Root.Child("spec");
    private static readonly FieldPath Storage = Spec.Child("resources").Child("requests").Child("storage");

    internal static void Validate(JsonObject claim, JsonObject old, FieldErrors errors)
    {
        var spec = claim.Object("spec") ?? [];
        var before = old.Object("spec") ?? [];
        ValidateClassAnnotation(claim, old, errors);
        var allowed = Allowed(claim, old);
        if (!JsonNode.DeepEquals(spec, allowed))
        {
            errors.Forbidden(
                Spec,
                $"spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims{ObjectDiff.Of(allowed, spec)}");
        }
        ValidateSize(spec, before, old, errors);
        Immutability.Field(spec, before, "volumeMode", FieldPath.Root, errors);
        if (before.TextOrNull("volumeAttributesClassName") is null || spec.Text("volumeAttributesClassName").Length > 0) return;
        var value = spec.ContainsKey("volumeAttributesClassName") ? "an empty string" : "nil";
        errors.Forbidden(Spec.Child("volumeAttributesClassName"), $"update from non-nil value to {value} is forbidden");
    }

    /// <summary>The old spec with those fields taken over that may change now.</summary>
    private static JsonObject Allowed(JsonObject claim, JsonObject old)
    {
        var spec = claim.Object("spec") ?? [];
        var allowed = (JsonObject)(old.Object("spec") ?? []).DeepClone();
        if (allowed.Text("volumeName").Length == 0) Take(allowed, spec, "volumeName");
        if (!allowed.ContainsKey("storageClassName") && spec.TextOrNull("storageClassName") is { } name
            && (Annotation(old) is not { } annotated || annotated == name)) Take(allowed, spec, "storageClassName");
        Take(allowed, spec, "volumeAttributesClassName");
        var requests = spec.Object("resources").Object("requests");
        if (requests is null || allowed.Object("resources").Object("requests") is not { } kept) return allowed;
        var isSameSize = Size(requests) == Size(kept);
        if (isSameSize || claim.Object("status").Text("phase") == "Bound") Take(kept, requests, "storage");
        return allowed;
    }

    private static void ValidateSize(JsonObject spec, JsonObject before, JsonObject old, FieldErrors errors)
    {
        var now = Size(spec.Object("resources").Object("requests"));
        if (now >= Size(before.Object("resources").Object("requests"))) return;
        // A claim that could not grow may ask for less again, as long as that is more than it has.
        if (now <= Size(old.Object("status").Object("capacity"))) errors.Forbidden(Storage, "field can not be less than status.capacity");
    }

    private static void ValidateClassAnnotation(JsonObject claim, JsonObject old, FieldErrors errors)
    {
        if (Annotation(claim) == Annotation(old)) return;
        var isMovedToField = Annotation(old) is { } name && !(old.Object("spec")?.ContainsKey("storageClassName") ?? false) && claim.Object("spec").Text("storageClassName") == name && Annotation(claim) is null;
        if (!isMovedToField) errors.Invalid(FieldPath.Root.Child("metadata").Child("annotations").Key(ClassAnnotation), Annotation(claim) ?? "", "field is immutable");
    }

    private static string? Annotation(JsonObject claim) => claim.Object("metadata").Object("annotations").TextOrNull(ClassAnnotation);

    private static Quantity Size(JsonObject? amounts) => Quantity.TryParse(amounts.Text("storage"), out var size) ? size : Quantity.Zero;

    private static void Take(JsonObject target, JsonObject source, string field)
    {
        if (source[field] is { } node) target[field] = node.DeepClone();
        else target.Remove(field);
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks a pod: its spec, and what holds for pods but not for templates.</summary>
internal static class PodValidator
{
    private static readonly FieldPath Spec = FieldPath.Root.Child("spec");
    private static readonly string[] RunningLists = ["containers", "initContainers"];

    /// <summary>Checks a pod about to be created.</summary>
    internal static void ValidateCreate(JsonObject pod, FieldErrors errors)
    {
        Validate(pod, errors);
        var spec = pod.Object("spec");
        if (!spec.IsEmpty("ephemeralContainers")) errors.Forbidden(Spec.Child("ephemeralContainers"), "cannot be set on create");
        if (spec.Text("nodeName").Length > 0 && !spec.IsEmpty("schedulingGates"))
            errors.Forbidden(Spec.Child("nodeName"), "cannot be set until all schedulingGates have been cleared");
    }

    /// <summary>Checks a pod however it came to be.</summary>
    internal static void Validate(JsonObject pod, FieldErrors errors)
    {
        var spec = pod.Object("spec");
        PodSpecValidator.Validate(spec, Spec, isPod: true, errors);
        foreach (var list in RunningLists)
        {
            var at = 0;
            foreach (var container in spec.Objects(list))
            {
                var image = container.Text("image");
                if (image.Length != image.Trim().Length) errors.Invalid(Spec.Child(list).Item(at).Child("image"), image, "must not have leading or trailing whitespace");
                at++;
            }
        }
        if (spec.Text("serviceAccountName").Length == 0) ForbidTokens(spec, errors);
    }

    private static void ForbidTokens(JsonObject? spec, FieldErrors errors)
    {
        var at = 0;
        foreach (var volume in spec.Objects("volumes"))
        {
            var path = Spec.Child("volumes").Item(at++).Child("projected").Child("sources");
            var index = 0;
            foreach (var source in volume.Object("projected").Objects("sources"))
            {
                var below = path.Item(index++);
                if (source.ContainsKey("serviceAccountToken")) errors.Forbidden(below.Child("serviceAccountToken"), "must not be specified when serviceAccountName is not set");
            }
        }
    }
}

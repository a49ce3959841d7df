using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks the pod template of a workload.</summary>
internal static class PodTemplateValidator
{
    internal static void Validate(JsonObject? template, FieldPath path, FieldErrors errors)
    {
        var metadata = template.Object("metadata");
        ObjectMetaValidator.ValidateLabels(metadata, path, errors);
        ObjectMetaValidator.ValidateAnnotations(metadata, path, errors);
        PodSpecValidator.Validate(template.Object("spec"), path.Child("spec"), isPod: false, errors);
        if (!template.Object("spec").IsEmpty("ephemeralContainers"))
            errors.Forbidden(path.Child("spec").Child("ephemeralContainers"), "ephemeral containers not allowed in pod template");
    }
}

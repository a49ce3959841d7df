using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks what an update of a pod changes.</summary>
internal static class PodChangeValidator
{
    internal static void Validate(JsonObject pod, JsonObject old, FieldErrors errors) => PodValidator.Validate(pod, errors);

    internal static void ValidateEphemeral(JsonObject pod, JsonObject old, FieldErrors errors) => PodValidator.Validate(pod, errors);

    internal static void ValidateStatus(JsonObject pod, JsonObject old, FieldErrors errors)
    {
        if (old.Object("spec").Text("nodeName") != pod.Object("spec").Text("nodeName")) errors.Forbidden(FieldPath.Root.Child("status").Child("nodeName"), "may not be changed directly");
    }
}

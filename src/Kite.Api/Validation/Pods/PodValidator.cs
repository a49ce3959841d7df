using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks a pod.</summary>
internal static class PodValidator
{
    internal static void Validate(JsonObject pod, FieldErrors errors) => PodSpecValidator.Validate(pod.Object("spec"), FieldPath.Root.Child("spec"), errors);
}

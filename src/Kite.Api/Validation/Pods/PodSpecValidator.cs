using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks a pod's spec, in a pod or in a template.</summary>
internal static class PodSpecValidator
{
    internal static void Validate(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        if (spec.IsEmpty("containers")) errors.Required(path.Child("containers"));
    }
}

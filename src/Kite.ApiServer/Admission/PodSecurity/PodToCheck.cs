using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission.PodSecurity;

/// <summary>A pod, or the template of pods, as checks see it.</summary>
internal sealed class PodToCheck(JsonObject? metadata, JsonObject? spec)
{
    /// <summary>The pod's spec.</summary>
    public JsonObject? Spec => spec;

    /// <summary>The pod's security context.</summary>
    public JsonObject? Security => spec.Object("securityContext");

    /// <summary>The annotations.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Annotations { get; } = [.. metadata.TextMap("annotations")];

    /// <summary>All containers: those that initialize, the main ones, those added later.</summary>
    public IReadOnlyList<JsonObject> Containers { get; } = [.. spec.Objects("initContainers"), .. spec.Objects("containers"), .. spec.Objects("ephemeralContainers")];

    /// <summary>True for a pod of Windows, where users and capabilities are something else.</summary>
    public bool IsWindows => spec.Object("os").Text("name") == "windows";

    /// <summary>True where root in the pod is nobody on the node.</summary>
    public bool HasOwnUsers => spec.Flag("hostUsers") == false;

    /// <summary>A container's security context.</summary>
    public static JsonObject? SecurityOf(JsonObject container) => container.Object("securityContext");

    /// <summary>The names of the containers that something is true of.</summary>
    public IReadOnlyList<string> Names(Func<JsonObject, bool> predicate) => [.. Containers.Where(predicate).Select(container => container.Text("name"))];
}

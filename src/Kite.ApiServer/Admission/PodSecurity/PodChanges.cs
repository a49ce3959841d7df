using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission.PodSecurity;

/// <summary>Of what may change in a pod only some matters to its security.</summary>
internal static class PodChanges
{
    private static readonly string[] Lists = ["containers", "initContainers", "ephemeralContainers"];
    private const string Seccomp = "seccomp.security.alpha.kubernetes.io/pod";

    /// <summary>True where images changed, containers were added, or the annotations of old seccomp profiles changed.</summary>
    public static bool AreSignificant(JsonObject pod, JsonObject old)
    {
        if (Annotation(pod, Seccomp) != Annotation(old, Seccomp)) return true;
        return Lists.Any(field => AreSignificant(field, pod, old));
    }

    private static bool AreSignificant(string field, JsonObject pod, JsonObject old)
    {
        var before = old.Object("spec").Objects(field).ToDictionary(container => container.Text("name"), container => container.Text("image"), StringComparer.Ordinal);
        foreach (var container in pod.Object("spec").Objects(field))
        {
            var name = container.Text("name");
            if (!before.TryGetValue(name, out var image) || image != container.Text("image")) return true;
            var key = $"container.seccomp.security.alpha.kubernetes.io/{name}";
            if (Annotation(pod, key) != Annotation(old, key)) return true;
        }
        return false;
    }

    private static string Annotation(JsonObject pod, string key) => pod.Object("metadata").Object("annotations").Text(key);
}

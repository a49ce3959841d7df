using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Registry;

/// <summary>How long a pod may take to end.</summary>
internal static class PodGrace
{
    private const long Usual = 30;

    /// <summary>The seconds: what is asked for, else the pod's own; none where no node has to stop anything.</summary>
    public static long Of(JsonObject pod, long? asked)
    {
        if (pod.Object("spec").Text("nodeName").Length == 0) return 0;
        if (pod.Object("status").Text("phase") is "Succeeded" or "Failed") return 0;
        var seconds = asked ?? pod.Object("spec").Integer("terminationGracePeriodSeconds") ?? Usual;
        return seconds < 0 ? 1 : seconds;
    }
}

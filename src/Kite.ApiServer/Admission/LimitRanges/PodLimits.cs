using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.ApiServer.Admission.Resources;

namespace Kite.ApiServer.Admission.LimitRanges;

/// <summary>Checks a pod, and each of its containers, against a LimitRange.</summary>
internal static class PodLimits
{
    /// <summary>What is wrong.</summary>
    public static List<string> Check(JsonObject range, JsonObject pod)
    {
        var errors = new List<string>();
        var spec = pod.Object("spec");
        foreach (var item in range.Object("spec").Objects("limits"))
        {
            if (item.Text("type") == "Container")
            {
                foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers")))
                    Compare(item, new("Container", PodAmounts.Of(container, "requests"), PodAmounts.Of(container, "limits"), errors));
            }
            else if (item.Text("type") == "Pod")
            {
                Compare(item, new("Pod", PodAmounts.Requests(spec), PodAmounts.Limits(spec), errors));
            }
        }
        return errors;
    }

    private static void Compare(JsonObject item, LimitConstraints constraints)
    {
        foreach (var (name, amount) in ResourceAmounts.Of(item.Object("min")).All) constraints.AtLeast(name, amount);
        foreach (var (name, amount) in ResourceAmounts.Of(item.Object("max")).All) constraints.AtMost(name, amount);
        foreach (var (name, ratio) in ResourceAmounts.Of(item.Object("maxLimitRequestRatio")).All) constraints.RatioAtMost(name, ratio);
    }
}

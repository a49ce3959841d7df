using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission.Resources;

/// <summary>What a pod asks for and is limited to: its containers together, or the most that an init container needs beside the sidecars started before it; what the pod itself says of a resource counts instead.</summary>
internal static class PodAmounts
{
    /// <summary>The requests, overhead included.</summary>
    public static ResourceAmounts Requests(JsonObject? spec)
    {
        var total = Total(spec, "requests");
        total.Add(ResourceAmounts.Of(spec.Object("overhead")));
        return total;
    }

    /// <summary>The limits; overhead is added to what is limited at all.</summary>
    public static ResourceAmounts Limits(JsonObject? spec)
    {
        var total = Total(spec, "limits");
        foreach (var (name, overhead) in ResourceAmounts.Of(spec.Object("overhead")).All)
        {
            if (!total[name].IsZero) total[name] += overhead;
        }
        return total;
    }

    /// <summary>What one container, or the pod itself, says.</summary>
    public static ResourceAmounts Of(JsonObject? container, string field) => ResourceAmounts.Of(container.Object("resources").Object(field));

    private static ResourceAmounts Total(JsonObject? spec, string field)
    {
        var total = new ResourceAmounts();
        foreach (var container in spec.Objects("containers")) total.Add(Of(container, field));
        var sidecars = new ResourceAmounts();
        var most = new ResourceAmounts();
        foreach (var container in spec.Objects("initContainers"))
        {
            var own = Of(container, field);
            if (container.Text("restartPolicy") == "Always")
            {
                total.Add(own);
                sidecars.Add(own);
                most.RaiseTo(sidecars);
            }
            else
            {
                own.Add(sidecars);
                most.RaiseTo(own);
            }
        }
        total.RaiseTo(most);
        foreach (var (name, amount) in Of(spec, field).All)
        {
            if (name is "cpu" or "memory" || name.StartsWith("hugepages-", StringComparison.Ordinal)) total[name] = amount;
        }
        return total;
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.ApiServer.Admission.Resources;

namespace Kite.ApiServer.Admission.LimitRanges;

/// <summary>Checks a volume claim against a LimitRange.</summary>
internal static class ClaimLimits
{
    private const string Type = "PersistentVolumeClaim";

    /// <summary>What is wrong.</summary>
    public static List<string> Check(JsonObject range, JsonObject claim)
    {
        var errors = new List<string>();
        foreach (var item in range.Object("spec").Objects("limits").Where(item => item.Text("type") == Type))
        {
            // A claim's limits have no meaning.
            var constraints = new LimitConstraints(Type, PodAmounts.Of(claim.Object("spec"), "requests"), new(), errors);
            foreach (var (name, amount) in ResourceAmounts.Of(item.Object("min")).All) constraints.AtLeast(name, amount);
            foreach (var (name, amount) in ResourceAmounts.Of(item.Object("max")).All) constraints.RequestAtMost(name, amount);
        }
        return errors;
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission.Quotas;

/// <summary>Which pods want to be near, or far from, pods of other namespaces.</summary>
internal static class PodNamespaces
{
    private static readonly string[] Sides = ["podAffinity", "podAntiAffinity"];

    /// <summary>True where a term of the affinity names namespaces or selects them.</summary>
    public static bool ReachesOut(JsonObject? affinity) => Sides.Any(side =>
    {
        var terms = affinity.Object(side);
        return terms.Objects("requiredDuringSchedulingIgnoredDuringExecution").Any(IsWide)
            || terms.Objects("preferredDuringSchedulingIgnoredDuringExecution").Any(weighted => IsWide(weighted.Object("podAffinityTerm")));
    });

    private static bool IsWide(JsonObject? term) => !term.IsEmpty("namespaces") || term.Object("namespaceSelector") is not null;
}

using System.Text.Json.Nodes;
using Kite.Api.Meta;

namespace Kite.Api.Kinds.Core;

/// <summary>A pod's quality-of-service class, from what its containers request and are limited to.</summary>
/// <remarks><see href="https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/"/></remarks>
internal static class QualityOfService
{
    private static readonly string[] Counted = ["cpu", "memory"];

    internal static string Of(JsonObject? spec)
    {
        var isGuaranteed = true;
        var asksForAnything = false;
        var containers = spec.Object("resources") is { Count: > 0 } ? [spec!] : spec.Objects("containers").Concat(spec.Objects("initContainers"));
        foreach (var container in containers)
        {
            var resources = container.Object("resources");
            foreach (var name in Counted)
            {
                var request = Amount(resources.Object("requests"), name);
                var limit = Amount(resources.Object("limits"), name);
                asksForAnything |= request.Sign > 0 || limit.Sign > 0;
                isGuaranteed &= limit.Sign > 0 && request == limit;
            }
        }
        return !asksForAnything ? "BestEffort" : isGuaranteed ? "Guaranteed" : "Burstable";
    }

    private static Quantity Amount(JsonObject? amounts, string name) => Quantity.TryParse(amounts.Text(name), out var amount) ? amount : Quantity.Zero;
}

using Kite.Api.Meta;

namespace Kite.Api.Kinds.Autoscaling;

/// <summary>The kinds of the autoscaling group: one autoscaler in two versions, stored in the newer.</summary>
internal static class AutoscalingKinds
{
    internal static IReadOnlyDictionary<string, KindTraits> Entries { get; } = new Dictionary<string, KindTraits>
    {
        ["autoscaling/v1.HorizontalPodAutoscaler"] = new()
        {
            StoredAs = new ApiResource("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true),
            Conversion = new AutoscalerConversion(),
            Rules = shape => new AutoscalerV1Rules(shape),
        },
        ["autoscaling/v2.HorizontalPodAutoscaler"] = new() { StatusFields = ["desiredReplicas=0"], Rules = shape => new AutoscalerRules(shape) },
    };
}

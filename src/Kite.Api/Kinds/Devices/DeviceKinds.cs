namespace Kite.Api.Kinds.Devices;

/// <summary>The kinds of the resource group: devices, and claims to them.</summary>
internal static class DeviceKinds
{
    internal static IReadOnlyDictionary<string, KindTraits> Entries { get; } = new Dictionary<string, KindTraits>
    {
        ["resource/v1.DeviceClass"] = new() { HasGeneration = true, Rules = shape => new DeviceClassRules(shape) },
        ["resource/v1.ResourceClaim"] = new() { KeptByStatus = KindTraits.AllMetadata, Rules = shape => new ResourceClaimRules(shape) },
        ["resource/v1.ResourceClaimTemplate"] = new() { Rules = shape => new ResourceClaimTemplateRules(shape) },
        ["resource/v1.ResourceSlice"] = new() { HasGeneration = true, Fields = ["spec.nodeName", "spec.driver"], Rules = shape => new ResourceSliceRules(shape) },
    };
}

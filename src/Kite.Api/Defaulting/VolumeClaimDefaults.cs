using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Defaulting;

/// <summary>The defaults of persistent volumes and claims to them.</summary>
internal static class VolumeClaimDefaults
{
    internal static void ApplyClaim(JsonObject claim)
    {
        claim.ObjectOrNew("status").DefaultTo("phase", "Pending");
        claim.ObjectOrNew("spec").DefaultTo("volumeMode", "Filesystem");
    }

    internal static void ApplyVolume(JsonObject volume)
    {
        volume.ObjectOrNew("status").DefaultTo("phase", "Pending");
        var spec = volume.ObjectOrNew("spec");
        spec.DefaultTo("persistentVolumeReclaimPolicy", "Retain");
        spec.DefaultTo("volumeMode", "Filesystem");
        if (spec.Object("hostPath") is { } hostPath && !hostPath.ContainsKey("type")) hostPath["type"] = "";
    }
}

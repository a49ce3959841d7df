using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Defaulting;

/// <summary>The defaults of a pod's volumes.</summary>
internal static class VolumeDefaults
{
    private const long ReadableMode = 420; // 0644
    private const long TokenSeconds = 3600;
    private static readonly string[] FileSources = ["secret", "configMap", "downwardAPI", "projected"];

    internal static void Apply(JsonObject volume)
    {
        if (!volume.Any(field => field.Key != "name")) volume["emptyDir"] = new JsonObject();
        foreach (var source in FileSources) volume.Object(source)?.DefaultTo("defaultMode", ReadableMode);
        ApplyDownward(volume.Object("downwardAPI"));
        foreach (var source in volume.Object("projected").Objects("sources"))
        {
            source.Object("serviceAccountToken")?.DefaultTo("expirationSeconds", TokenSeconds);
            ApplyDownward(source.Object("downwardAPI"));
        }
        if (volume.Object("hostPath") is { } hostPath && !hostPath.ContainsKey("type")) hostPath["type"] = "";
        if (volume.Object("image") is { } image && image.Text("pullPolicy").Length == 0) image["pullPolicy"] = ImageTag.PullPolicy(image.Text("reference"));
        if (volume.Object("ephemeral").Object("volumeClaimTemplate").Object("spec") is { } claim) claim.DefaultTo("volumeMode", "Filesystem");
        ApplyNetworkDisks(volume);
    }

    private static void ApplyDownward(JsonObject? source)
    {
        foreach (var item in source.Objects("items")) item.Object("fieldRef")?.DefaultTo("apiVersion", "v1");
    }

    private static void ApplyNetworkDisks(JsonObject volume)
    {
        volume.Object("iscsi")?.DefaultTo("iscsiInterface", "default");
        if (volume.Object("rbd") is { } rbd)
        {
            rbd.DefaultTo("pool", "rbd");
            rbd.DefaultTo("user", "admin");
            rbd.DefaultTo("keyring", "/etc/ceph/keyring");
        }
        if (volume.Object("azureDisk") is { } disk)
        {
            disk.DefaultTo("cachingMode", "ReadWrite");
            disk.DefaultTo("kind", "Shared");
            disk.DefaultTo("fsType", "ext4");
            disk.DefaultTo("readOnly", false);
        }
        if (volume.Object("scaleIO") is { } scale)
        {
            scale.DefaultTo("storageMode", "ThinProvisioned");
            scale.DefaultTo("fsType", "xfs");
        }
    }
}

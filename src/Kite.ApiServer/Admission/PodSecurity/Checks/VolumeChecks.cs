using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission.PodSecurity.Checks;

/// <summary>Which volumes hardened pods may use.</summary>
internal static class VolumeChecks
{
    private static readonly string[] Allowed = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"];

    private static readonly string[] Restricted =
    [
        "hostPath", "gcePersistentDisk", "awsElasticBlockStore", "gitRepo", "nfs", "iscsi", "glusterfs", "rbd", "flexVolume", "cinder", "cephfs", "flocker", "fc", "azureFile", "vsphereVolume",
        "quobyte", "azureDisk", "photonPersistentDisk", "portworxVolume", "scaleIO", "storageos",
    ];

    /// <summary>Only those that are the pod's own, or a claim.</summary>
    public static Violation? Types(PodToCheck pod, LevelVersion at)
    {
        var bad = pod.Spec.Objects("volumes").Where(volume => !Allowed.Any(volume.ContainsKey)).ToArray();
        if (bad.Length == 0) return null;
        var types = Phrases.Sorted(bad.Select(volume => Restricted.FirstOrDefault(volume.ContainsKey) ?? "unknown"));
        return new(
            "restricted volume types",
            $"{Phrases.Plural("volume", bad.Length)} {Phrases.Quoted(bad.Select(volume => volume.Text("name")))} {(bad.Length == 1 ? "uses" : "use")} {Phrases.Plural("restricted volume type", types.Count)} {Phrases.Quoted(types)}");
    }
}

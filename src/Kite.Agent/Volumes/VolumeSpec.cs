using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Volumes;

/// <summary>A volume of a pod, with the persistent volume that its claim is bound to.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Volume">What the pod says.</param>
/// <param name="Persistent">The persistent volume; null for a volume that the pod describes itself.</param>
/// <param name="Claim">The claim; null as well where it was looked up before and the API can't be reached now.</param>
internal sealed record VolumeSpec(Pod Pod, Volume Volume, PersistentVolume? Persistent = null, PersistentVolumeClaim? Claim = null)
{
    /// <summary>The name that events and directories have: the persistent volume's, or that in the pod.</summary>
    public string Name => Persistent?.Metadata.Name ?? Volume.Name;

    /// <summary>True where the pod wants to read only.</summary>
    public bool IsReadOnly => Volume.PersistentVolumeClaim?.ReadOnly is true;

    /// <summary>True where containers get the device itself and no file system.</summary>
    public bool IsBlock => Persistent?.Spec.VolumeMode == "Block";

    /// <summary>A path of the node.</summary>
    public HostPathVolumeSource? HostPath => Persistent is null ? Volume.HostPath : Persistent.Spec.HostPath;

    /// <summary>A directory of a server.</summary>
    public NFSVolumeSource? Nfs => Persistent is null ? Volume.Nfs : Persistent.Spec.Nfs;
}

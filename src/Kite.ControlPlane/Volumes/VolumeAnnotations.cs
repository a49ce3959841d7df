namespace Kite.ControlPlane.Volumes;

/// <summary>The annotations by which binder, scheduler and provisioners talk to each other, and the finalizers that keep volumes; the names are upstream's.</summary>
internal static class VolumeAnnotations
{
    /// <summary>On a claim: the binding is complete.</summary>
    internal const string BindCompleted = "pv.kubernetes.io/bind-completed";

    /// <summary>On a claim or volume: the controller chose the other half, and may take it back.</summary>
    internal const string BoundByController = "pv.kubernetes.io/bound-by-controller";

    /// <summary>On a volume: the provisioner that made it.</summary>
    internal const string ProvisionedBy = "pv.kubernetes.io/provisioned-by";

    /// <summary>On a claim: the provisioner that is to make a volume for it.</summary>
    internal const string StorageProvisioner = "volume.kubernetes.io/storage-provisioner";

    /// <summary>The same, by its older name.</summary>
    internal const string StorageProvisionerBeta = "volume.beta.kubernetes.io/storage-provisioner";

    /// <summary>On a claim: the node that the scheduler wants the volume for.</summary>
    internal const string SelectedNode = "volume.kubernetes.io/selected-node";

    /// <summary>On a claim: who is to make its volume larger.</summary>
    internal const string StorageResizer = "volume.kubernetes.io/storage-resizer";

    /// <summary>On a claim or volume: the class, from before there was a field for it.</summary>
    internal const string StorageClassBeta = "volume.beta.kubernetes.io/storage-class";

    /// <summary>The finalizer of claims that pods use.</summary>
    internal const string ClaimProtection = "kubernetes.io/pvc-protection";

    /// <summary>The finalizer of volumes that claims are bound to.</summary>
    internal const string VolumeProtection = "kubernetes.io/pv-protection";

    /// <summary>The finalizer of classes of attributes that claims or volumes have.</summary>
    internal const string AttributesClassProtection = "kubernetes.io/vac-protection";

    /// <summary>The provisioner name of classes whose volumes are made by hand.</summary>
    internal const string NoProvisioner = "kubernetes.io/no-provisioner";
}

using Kite.Api.Client.Events;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.Api.Models.StorageV1;
using Kite.ControlPlane.Volumes;

namespace Kite.ControlPlane.Controllers.LocalPath;

/// <summary>Describes the volumes of the built-in storage.</summary>
internal static class LocalPathVolumes
{
    private const string Hostname = "kubernetes.io/hostname";

    /// <summary>The name of the volume for a claim; always the same, so that no claim gets two.</summary>
    internal static string NameFor(PersistentVolumeClaim claim) => $"pvc-{claim.Metadata.Uid}";

    /// <summary>The volume for a claim: a directory of one node.</summary>
    internal static PersistentVolume For(PersistentVolumeClaim claim, StorageClass storageClass, Node node, string path) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = NameFor(claim),
            Annotations = new Dictionary<string, string> { [VolumeAnnotations.ProvisionedBy] = LocalPathStorage.Provisioner },
            Finalizers = storageClass.ReclaimPolicy == "Retain" ? [] : [LocalPathStorage.Finalizer],
        },
        Spec = new PersistentVolumeSpec
        {
            Capacity = new Dictionary<string, Quantity> { ["storage"] = claim.RequestedSize() },
            AccessModes = claim.Spec.AccessModes,
            ClaimRef = ObjectReferences.To(claim),
            PersistentVolumeReclaimPolicy = storageClass.ReclaimPolicy ?? "Delete",
            StorageClassName = storageClass.Metadata.Name,
            MountOptions = storageClass.MountOptions,
            VolumeMode = "Filesystem",
            Local = new LocalVolumeSource { Path = path },
            NodeAffinity = OnNode(node),
        },
    };

    /// <summary>The node that holds a volume's directory; null where the volume doesn't say.</summary>
    internal static string? NodeOf(PersistentVolume volume) =>
        volume.Spec.NodeAffinity?.Required?.NodeSelectorTerms.SelectMany(term => term.MatchFields).FirstOrDefault(field => field is { Key: "metadata.name", Values.Count: 1 })?.Values[0]
        ?? volume.Spec.NodeAffinity?.Required?.NodeSelectorTerms.SelectMany(term => term.MatchExpressions).FirstOrDefault(label => label is { Key: Hostname, Values.Count: 1 })?.Values[0];

    private static VolumeNodeAffinity OnNode(Node node) => new()
    {
        Required = new NodeSelector
        {
            NodeSelectorTerms =
            [
                new NodeSelectorTerm
                {
                    MatchExpressions = [new NodeSelectorRequirement { Key = Hostname, Operator = "In", Values = [node.Metadata.Labels.GetValueOrDefault(Hostname, node.Metadata.Name)] }],
                },
            ],
        },
    };
}

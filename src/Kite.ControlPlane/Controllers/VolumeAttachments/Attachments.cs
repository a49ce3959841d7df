using System.Security.Cryptography;
using System.Text;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;
using Kite.Api.Models.StorageV1;

namespace Kite.ControlPlane.Controllers.VolumeAttachments;

/// <summary>Names and makes the requests by which volumes are attached to nodes.</summary>
internal static class Attachments
{
    /// <summary>The name that kubelets look for.</summary>
    internal static string NameOf(string driver, string volumeHandle, string node) =>
        "csi-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(volumeHandle + driver + node)));

    /// <summary>The request to attach a volume to a node.</summary>
    internal static VolumeAttachment For(PersistentVolume volume, string node) => new()
    {
        Metadata = new ObjectMeta { Name = NameOf(volume.Spec.Csi!.Driver, volume.Spec.Csi.VolumeHandle, node) },
        Spec = new VolumeAttachmentSpec { Attacher = volume.Spec.Csi.Driver, NodeName = node, Source = new VolumeAttachmentSource { PersistentVolumeName = volume.Metadata.Name } },
    };

    /// <summary>The key under which an attachment is worked on.</summary>
    internal static ObjectKey KeyOf(string node, string volume) => new(node, volume);
}

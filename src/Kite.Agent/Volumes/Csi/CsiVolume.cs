using System.Security.Cryptography;
using System.Text;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Volumes.Csi;

/// <summary>A volume of a driver, as a pod uses it.</summary>
internal sealed record CsiVolume
{
    /// <summary>The driver.</summary>
    public required string Driver { get; init; }

    /// <summary>The driver's name for it.</summary>
    public required string Handle { get; init; }

    /// <summary>The name that events and directories have.</summary>
    public required string Name { get; init; }

    /// <summary>True where it lives and dies with the pod, which describes it.</summary>
    public bool IsEphemeral { get; init; }

    /// <summary>True where the pod may only read.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>True where the pod gets a device.</summary>
    public bool IsBlock { get; init; }

    /// <summary>The file system to make of it; empty for the driver's choice.</summary>
    public string FsType { get; init; } = "";

    /// <summary>How it may be used; the first one is what the driver is told.</summary>
    public IReadOnlyList<string> AccessModes { get; init; } = [];

    /// <summary>Options for its mount.</summary>
    public IReadOnlyList<string> MountOptions { get; init; } = [];

    /// <summary>What the driver wants to know of it.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>The Secret for staging.</summary>
    public SecretReference? StageSecret { get; init; }

    /// <summary>The Secret for publishing.</summary>
    public SecretReference? PublishSecret { get; init; }

    /// <summary>The Secret for growing.</summary>
    public SecretReference? ExpandSecret { get; init; }

    /// <summary>Its name in a node's status.</summary>
    public string UniqueName => $"kubernetes.io/csi/{Driver}^{Handle}";

    /// <summary>The volume, or null where it isn't a driver's.</summary>
    public static CsiVolume? Of(VolumeSpec spec)
    {
        if (spec.Persistent is { Spec: { Csi: { } csi } persistent })
        {
            return new CsiVolume
            {
                Driver = csi.Driver,
                Handle = csi.VolumeHandle,
                Name = spec.Name,
                IsReadOnly = spec.IsReadOnly || csi.ReadOnly is true,
                IsBlock = spec.IsBlock,
                FsType = csi.FsType ?? "",
                AccessModes = persistent.AccessModes,
                MountOptions = persistent.MountOptions,
                Attributes = csi.VolumeAttributes,
                StageSecret = csi.NodeStageSecretRef,
                PublishSecret = csi.NodePublishSecretRef,
                ExpandSecret = csi.NodeExpandSecretRef,
            };
        }
        if (spec.Persistent is not null || spec.Volume.Csi is not { } own) return null;
        return new CsiVolume
        {
            Driver = own.Driver,
            Handle = "csi-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(spec.Pod.Metadata.Uid + spec.Volume.Name))),
            Name = spec.Name,
            IsEphemeral = true,
            IsReadOnly = own.ReadOnly is true,
            FsType = own.FsType ?? "",
            AccessModes = ["ReadWriteOnce"],
            Attributes = own.VolumeAttributes,
            PublishSecret = own.NodePublishSecretRef is { } secret ? new SecretReference { Namespace = spec.Pod.Metadata.Namespace, Name = secret.Name } : null,
        };
    }

    /// <summary>True where the pod's group is to own the files.</summary>
    /// <param name="policy">The driver's <c>fsGroupPolicy</c>; null for the usual one.</param>
    public bool TakesGroup(string? policy) => !IsBlock && !IsReadOnly && policy switch
    {
        "None" => false,
        "File" => true,
        // Where several nodes may write, whose group would it be.
        _ => FsType.Length > 0 && AccessModes.Any(mode => mode is "ReadWriteOnce" or "ReadWriteOncePod"),
    };
}

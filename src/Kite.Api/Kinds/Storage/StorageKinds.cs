namespace Kite.Api.Kinds.Storage;

/// <summary>The kinds of the storage group.</summary>
internal static class StorageKinds
{
    internal static IReadOnlyDictionary<string, KindTraits> Entries { get; } = new Dictionary<string, KindTraits>
    {
        ["storage/v1.CSIDriver"] = new() { HasGeneration = true, AllowsUnconditionalUpdate = false, Rules = shape => new CSIDriverRules(shape) },
        ["storage/v1.CSINode"] = new() { AllowsUnconditionalUpdate = false, Rules = shape => new CSINodeRules(shape) },
        ["storage/v1.CSIStorageCapacity"] = new() { AllowsUnconditionalUpdate = false, Rules = shape => new CSIStorageCapacityRules(shape) },
        ["storage/v1.StorageClass"] = new() { Rules = shape => new StorageClassRules(shape) },
        ["storage/v1.VolumeAttachment"] = new() { StatusFields = ["attached=false"], AllowsUnconditionalUpdate = false, KeptByStatus = KindTraits.AllMetadata, Rules = shape => new VolumeAttachmentRules(shape) },
        ["storage/v1.VolumeAttributesClass"] = new() { Rules = shape => new VolumeAttributesClassRules(shape) },
    };
}

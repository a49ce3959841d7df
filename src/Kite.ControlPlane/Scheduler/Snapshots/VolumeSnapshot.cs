using Kite.Api.Client;
using Kite.Api.Meta;
using Kite.Api.Models;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.StorageV1;

namespace Kite.ControlPlane.Scheduler.Snapshots;

/// <summary>Claims, volumes and what storage drivers say, as decisions see them. Not for several threads.</summary>
internal sealed class VolumeSnapshot
{
    private readonly Dictionary<string, string> assumed = new(StringComparer.Ordinal);

    /// <summary>The claims.</summary>
    internal Dictionary<ObjectKey, PersistentVolumeClaim> Claims { get; } = [];

    /// <summary>The volumes.</summary>
    internal Dictionary<ObjectKey, PersistentVolume> Volumes { get; } = [];

    /// <summary>The storage classes.</summary>
    internal Dictionary<ObjectKey, StorageClass> Classes { get; } = [];

    /// <summary>The drivers of each node.</summary>
    internal Dictionary<ObjectKey, CSINode> Nodes { get; } = [];

    /// <summary>The drivers.</summary>
    internal Dictionary<ObjectKey, CSIDriver> Drivers { get; } = [];

    /// <summary>How much room drivers have, where they say so.</summary>
    internal Dictionary<ObjectKey, CSIStorageCapacity> Capacities { get; } = [];

    /// <summary>Takes in a change of one of them.</summary>
    internal static void Apply<T>(Dictionary<ObjectKey, T> objects, InformerEvent<T> change)
        where T : class, IApiModel<T>, IApiObject
    {
        if (change.Type is WatchEventType.Deleted) objects.Remove(ObjectKey.Of(change.Object));
        else objects[ObjectKey.Of(change.Object)] = change.Object;
    }

    /// <summary>The volume of a name, or null.</summary>
    internal PersistentVolume? Volume(string? name) => Volumes.GetValueOrDefault(new ObjectKey("", name ?? ""));

    /// <summary>Counts a volume as taken by a claim before the API says so.</summary>
    internal void Assume(string volume, string claimUid) => assumed[volume] = claimUid;

    /// <summary>Takes an assumption back.</summary>
    internal void Unassume(string volume) => assumed.Remove(volume);

    /// <summary>True where the volume is taken by another claim.</summary>
    internal bool IsTaken(PersistentVolume volume, PersistentVolumeClaim claim) => assumed.TryGetValue(volume.Metadata.Name, out var uid) && uid != claim.Metadata.Uid;
}

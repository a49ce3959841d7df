using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.StorageV1;
using Kite.Api.Selectors;
using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Snapshots;
using Kite.ControlPlane.Volumes;

namespace Kite.ControlPlane.Scheduler.Plugins;

/// <summary>Chooses volumes for claims that wait for a pod's node.</summary>
internal sealed class VolumeChoice(VolumeSnapshot volumes)
{
    private static readonly Rejection NothingToBind = Rejection.Unresolvable("node(s) didn't find available persistent volumes to bind");
    private static readonly Rejection TooLittleRoom = Rejection.Unresolvable("node(s) did not have enough free storage");

    /// <summary>The plan for a node, or why there is none.</summary>
    internal (VolumePlan Plan, Rejection? Rejection) For(IReadOnlyList<PersistentVolumeClaim> unbound, NodeInfo node)
    {
        var reservations = new List<(PersistentVolume Volume, PersistentVolumeClaim Claim)>();
        var provisionings = new List<PersistentVolumeClaim>();
        // The smallest claims first, so that none takes a volume that only a larger one needs.
        foreach (var claim in unbound.OrderBy(claim => claim.RequestedSize()))
        {
            if (claim.Metadata.Annotations.TryGetValue(VolumeAnnotations.SelectedNode, out var selected))
            {
                if (selected != node.Name) return (VolumePlan.Empty, NothingToBind);
                provisionings.Add(claim);
                continue;
            }
            bool IsUsable(PersistentVolume volume) => IsReachable(volume, node) && !volumes.IsTaken(volume, claim) && reservations.TrueForAll(pair => pair.Volume.Metadata.Name != volume.Metadata.Name);
            if (VolumeMatching.Find(claim, volumes.Volumes.Values, IsUsable, onlyReserved: false) is { } found)
            {
                reservations.Add((found, claim));
                continue;
            }
            if (WhyNotProvisioned(claim, node) is { } rejection) return (VolumePlan.Empty, rejection);
            provisionings.Add(claim);
        }
        return (new VolumePlan(reservations, provisionings), null);
    }

    /// <summary>True where a volume can be used from a node.</summary>
    internal static bool IsReachable(PersistentVolume volume, NodeInfo node) =>
        volume.Spec.NodeAffinity?.Required is not { } required || required.NodeSelectorTerms.Any(term => new NodeSelection(term).Matches(node));

    private Rejection? WhyNotProvisioned(PersistentVolumeClaim claim, NodeInfo node)
    {
        if (volumes.Classes.GetValueOrDefault(new ObjectKey("", claim.ClassName())) is not { } storageClass) return NothingToBind;
        if (storageClass.Provisioner is VolumeAnnotations.NoProvisioner or "") return NothingToBind;
        if (storageClass.AllowedTopologies.Count > 0 && !storageClass.AllowedTopologies.Any(term => Allows(term, node))) return NothingToBind;
        var driver = volumes.Drivers.GetValueOrDefault(new ObjectKey("", storageClass.Provisioner));
        return driver?.Spec.StorageCapacity is true && !volumes.Capacities.Values.Any(capacity => HasRoom(capacity, claim, storageClass, node)) ? TooLittleRoom : null;
    }

    private static bool Allows(TopologySelectorTerm term, NodeInfo node) =>
        term.MatchLabelExpressions.All(label => node.Labels.TryGetValue(label.Key, out var value) && label.Values.Contains(value));

    private static bool HasRoom(CSIStorageCapacity capacity, PersistentVolumeClaim claim, StorageClass storageClass, NodeInfo node)
    {
        if (capacity.StorageClassName != storageClass.Metadata.Name) return false;
        if ((capacity.MaximumVolumeSize ?? capacity.Capacity) is not { } room || room < claim.RequestedSize()) return false;
        return capacity.NodeTopology is { } topology && topology.Matches(node.Labels);
    }
}

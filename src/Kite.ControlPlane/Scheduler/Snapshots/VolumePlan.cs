using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Scheduler.Snapshots;

/// <summary>What has to be written, and to happen, before a pod can go to its node.</summary>
/// <param name="Reservations">Volumes that are there, and the claims that get them.</param>
/// <param name="Provisionings">Claims that get a volume made for the node.</param>
internal sealed record VolumePlan(IReadOnlyList<(PersistentVolume Volume, PersistentVolumeClaim Claim)> Reservations, IReadOnlyList<PersistentVolumeClaim> Provisionings)
{
    /// <summary>Nothing.</summary>
    internal static VolumePlan Empty { get; } = new([], []);

    /// <summary>True where nothing is to be done.</summary>
    internal bool IsEmpty => Reservations.Count == 0 && Provisionings.Count == 0;

    /// <summary>All claims that have to be bound first.</summary>
    internal IEnumerable<PersistentVolumeClaim> Claims => Reservations.Select(pair => pair.Claim).Concat(Provisionings);
}

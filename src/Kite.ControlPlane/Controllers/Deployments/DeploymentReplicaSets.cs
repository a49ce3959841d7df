using Kite.Api.Models.AppsV1;

namespace Kite.ControlPlane.Controllers.Deployments;

/// <summary>The ReplicaSets of a Deployment.</summary>
/// <param name="New">The one of the present template; null where there is none yet.</param>
/// <param name="Old">The others, oldest first.</param>
internal sealed record DeploymentReplicaSets(ReplicaSet? New, IReadOnlyList<ReplicaSet> Old)
{
    /// <summary>All of them.</summary>
    public IEnumerable<ReplicaSet> All => New is null ? Old : Old.Append(New);

    /// <summary>Those that ask for pods.</summary>
    public IEnumerable<ReplicaSet> Active => All.Where(set => set.Replicas() > 0);

    /// <summary>How many pods all of them ask for.</summary>
    public int TotalReplicas => All.Sum(set => set.Replicas());

    /// <summary>How many available pods all of them have.</summary>
    public int TotalAvailable => All.Sum(set => set.Status.AvailableReplicas ?? 0);
}

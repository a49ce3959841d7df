using Kite.Api.Models.AppsV1;

namespace Kite.ControlPlane.Controllers.Deployments;

/// <summary>The decisions of a rolling update: how far the new ReplicaSet may grow and the old ones shrink within surge and availability.</summary>
internal static class RollingUpdate
{
    /// <summary>The size that the new ReplicaSet should have now.</summary>
    /// <param name="deployment">The Deployment.</param>
    /// <param name="newReplicas">The new ReplicaSet's present size.</param>
    /// <param name="totalReplicas">The size of all its ReplicaSets together.</param>
    internal static int NewReplicas(Deployment deployment, int newReplicas, int totalReplicas)
    {
        if (!deployment.IsRolling() || newReplicas >= deployment.Replicas()) return deployment.Replicas();
        var room = deployment.Replicas() + deployment.MaxSurge() - totalReplicas;
        return room <= 0 ? newReplicas : newReplicas + Math.Min(room, deployment.Replicas() - newReplicas);
    }

    /// <summary>The sizes that old ReplicaSets should be brought down to now; none where nothing may shrink.</summary>
    internal static IReadOnlyList<ReplicaSetScale> ScaleDown(Deployment deployment, DeploymentReplicaSets sets)
    {
        var old = sets.Old.Where(set => set.Replicas() > 0).ToList();
        if (old.Count == 0 || sets.New is null) return [];
        var minAvailable = deployment.Replicas() - deployment.MaxUnavailable();
        var newUnavailable = sets.New.Replicas() - (sets.New.Status.AvailableReplicas ?? 0);
        var budget = sets.TotalReplicas - minAvailable - newUnavailable;
        if (budget <= 0) return [];
        var sizes = old.Select(set => set.Replicas()).ToArray();
        RemoveUnhealthy(old, sizes, budget);
        RemoveAvailable(sizes, sets.TotalAvailable - minAvailable);
        return [.. old.Select((set, i) => new ReplicaSetScale(set, sizes[i])).Where(scale => scale.Replicas != scale.Set.Replicas())];
    }

    /// <summary>Unhealthy pods go first: they cost no availability and would block the rollout.</summary>
    private static void RemoveUnhealthy(List<ReplicaSet> old, int[] sizes, int budget)
    {
        for (var i = 0; i < sizes.Length; i++)
        {
            var unhealthy = Math.Min(budget, sizes[i] - (old[i].Status.AvailableReplicas ?? 0));
            if (unhealthy <= 0) continue;
            sizes[i] -= unhealthy;
            budget -= unhealthy;
        }
    }

    private static void RemoveAvailable(int[] sizes, int budget)
    {
        for (var i = 0; i < sizes.Length; i++)
        {
            var removable = Math.Min(budget, sizes[i]);
            if (removable <= 0) continue;
            sizes[i] -= removable;
            budget -= removable;
        }
    }
}

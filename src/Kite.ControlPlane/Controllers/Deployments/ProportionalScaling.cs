using Kite.Api.Models.AppsV1;

namespace Kite.ControlPlane.Controllers.Deployments;

/// <summary>The decisions when a Deployment's size changes: whatever is active grows or shrinks in proportion, so that a rollout under way is neither sped up nor slowed down.</summary>
internal static class ProportionalScaling
{
    /// <summary>True where the size asked for isn't the one that the active ReplicaSets were last scaled for.</summary>
    internal static bool IsDue(Deployment deployment, DeploymentReplicaSets sets) => sets.Active.Any(set =>
        DeploymentAnnotations.Number(set, DeploymentAnnotations.DesiredReplicas) is { } desired && desired != deployment.Replicas());

    /// <summary>The sizes that the ReplicaSets should get.</summary>
    internal static IReadOnlyList<ReplicaSetScale> Decide(Deployment deployment, DeploymentReplicaSets sets)
    {
        var active = sets.Active.ToList();
        if (active.Count <= 1)
        {
            var target = active.Count == 1 ? active[0] : sets.New ?? sets.Old.MaxBy(set => set.Metadata.CreationTimestamp);
            return target is null || target.Replicas() == deployment.Replicas() ? [] : [new(target, deployment.Replicas())];
        }
        if (IsSaturated(deployment, sets.New))
            return [.. sets.Old.Where(set => set.Replicas() > 0).Select(set => new ReplicaSetScale(set, 0))];
        return deployment.IsRolling() ? Spread(deployment, active) : [];
    }

    private static bool IsSaturated(Deployment deployment, ReplicaSet? set) =>
        set is not null
        && set.Replicas() == deployment.Replicas()
        && set.Status.AvailableReplicas == deployment.Replicas()
        && DeploymentAnnotations.Number(set, DeploymentAnnotations.DesiredReplicas) == deployment.Replicas();

    private static List<ReplicaSetScale> Spread(Deployment deployment, List<ReplicaSet> active)
    {
        var allowed = deployment.Replicas() > 0 ? deployment.Replicas() + deployment.MaxSurge() : 0;
        var toAdd = allowed - active.Sum(set => set.Replicas());
        // Larger ones first; of equal ones the newer grows and the older shrinks first.
        var bySize = active.OrderByDescending(set => set.Replicas());
        var ordered = (toAdd > 0 ? bySize.ThenByDescending(set => set.Metadata.CreationTimestamp) : bySize.ThenBy(set => set.Metadata.CreationTimestamp)).ToList();
        var sizes = new List<ReplicaSetScale>(ordered.Count);
        var added = 0;
        foreach (var set in ordered)
        {
            var share = Share(deployment, set, toAdd, added);
            added += share;
            sizes.Add(new(set, set.Replicas() + share));
        }
        sizes[0] = sizes[0] with { Replicas = Math.Max(0, sizes[0].Replicas + toAdd - added) };
        return sizes;
    }

    private static int Share(Deployment deployment, ReplicaSet set, int toAdd, int added)
    {
        if (toAdd == 0 || toAdd == added) return 0;
        var fraction = Fraction(deployment, set);
        return toAdd > 0 ? Math.Min(fraction, toAdd - added) : Math.Max(fraction, toAdd - added);
    }

    private static int Fraction(Deployment deployment, ReplicaSet set)
    {
        if (deployment.Replicas() == 0) return -set.Replicas();
        var before = DeploymentAnnotations.Number(set, DeploymentAnnotations.MaxReplicas) is { } max and > 0 ? max : deployment.Status.Replicas ?? 0;
        if (before == 0) return 0;
        var size = (double)set.Replicas() * (deployment.Replicas() + deployment.MaxSurge()) / before;
        return (int)Math.Round(size, MidpointRounding.AwayFromZero) - set.Replicas();
    }
}

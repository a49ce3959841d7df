using Kite.Api.Meta;
using Kite.Api.Models.AppsV1;

namespace Kite.ControlPlane.Controllers.Deployments;

/// <summary>What a Deployment's spec means in numbers.</summary>
internal static class DeploymentShape
{
    /// <summary>How many pods it asks for.</summary>
    internal static int Replicas(this Deployment deployment) => deployment.Spec.Replicas ?? 1;

    /// <summary>How many pods a ReplicaSet asks for.</summary>
    internal static int Replicas(this ReplicaSet set) => set.Spec.Replicas ?? 1;

    /// <summary>True where it replaces pods gradually.</summary>
    internal static bool IsRolling(this Deployment deployment) => deployment.Spec.Strategy?.Type is null or "" or "RollingUpdate";

    /// <summary>True where lack of progress is to be reported; the greatest integer stands for never.</summary>
    internal static bool HasProgressDeadline(this Deployment deployment) => deployment.Spec.ProgressDeadlineSeconds is { } seconds && seconds != int.MaxValue;

    /// <summary>How many pods may be there above the size asked for.</summary>
    internal static int MaxSurge(this Deployment deployment) => deployment.IsRolling() ? Fenceposts(deployment).Surge : 0;

    /// <summary>How many of the pods asked for may be unavailable.</summary>
    internal static int MaxUnavailable(this Deployment deployment) =>
        deployment.IsRolling() && deployment.Replicas() > 0 ? Math.Min(Fenceposts(deployment).Unavailable, deployment.Replicas()) : 0;

    /// <summary>Surge rounds up and unavailability down; where both come to nothing, one may be unavailable, since nothing could move otherwise.</summary>
    private static (int Surge, int Unavailable) Fenceposts(Deployment deployment)
    {
        var rolling = deployment.Spec.Strategy?.RollingUpdate;
        var surge = (rolling?.MaxSurge ?? new IntOrString("25%")).Scale(deployment.Replicas(), roundUp: true);
        var unavailable = (rolling?.MaxUnavailable ?? new IntOrString("25%")).Scale(deployment.Replicas(), roundUp: false);
        return surge == 0 && unavailable == 0 ? (0, 1) : (surge, unavailable);
    }
}

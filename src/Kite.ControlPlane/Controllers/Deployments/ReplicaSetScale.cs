using Kite.Api.Models.AppsV1;

namespace Kite.ControlPlane.Controllers.Deployments;

/// <summary>A size that a ReplicaSet is to get.</summary>
/// <param name="Set">The ReplicaSet.</param>
/// <param name="Replicas">Its new size.</param>
internal readonly record struct ReplicaSetScale(ReplicaSet Set, int Replicas);

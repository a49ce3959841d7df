using Kite.Api.Models;
using Kite.Api.Models.AppsV1;

namespace Kite.ControlPlane.Controllers.ReplicaSets;

/// <summary>A kind that keeps a number of pods running. A ReplicationController is treated as an older form of the ReplicaSet.</summary>
/// <typeparam name="T">The kind.</typeparam>
internal interface IReplicaKind<T>
    where T : class, IApiObject<T>
{
    /// <summary>The controller's name in logs and metrics.</summary>
    string ControllerName { get; }

    /// <summary>The controller's name in events.</summary>
    string EventComponent { get; }

    /// <summary>The object seen as a ReplicaSet.</summary>
    ReplicaSet View(T value);

    /// <summary>The object with the status of its view.</summary>
    T WithStatus(T value, ReplicaSetStatus status);
}

namespace Kite.ControlPlane.Controllers.ReplicaSets;

/// <summary>Creating or deleting pods failed; the status says so, and it is tried again later.</summary>
internal sealed class PodsNotManagedException(Exception cause) : Exception(cause.Message, cause);

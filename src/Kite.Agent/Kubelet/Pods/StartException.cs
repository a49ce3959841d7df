namespace Kite.Agent.Kubelet.Pods;

/// <summary>A container can't be started now, for a reason that belongs into its status.</summary>
internal sealed class StartException(string reason, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The reason and message for the container's status.</summary>
    public WaitingReason Waiting => new(reason, Message);
}

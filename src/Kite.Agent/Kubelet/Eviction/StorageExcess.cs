namespace Kite.Agent.Kubelet.Eviction;

/// <summary>A pod that takes more of the node's disk than it may.</summary>
/// <param name="Signal">Which limit, as metrics name it.</param>
/// <param name="Message">For the pod's status and its event.</param>
internal readonly record struct StorageExcess(string Signal, string Message);

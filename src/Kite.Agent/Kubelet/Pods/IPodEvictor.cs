namespace Kite.Agent.Kubelet.Pods;

/// <summary>Ends pods because the node needs what they use.</summary>
internal interface IPodEvictor
{
    /// <summary>Ends a pod as <c>Failed</c> and records the event; false where the node has no such pod or it has ended already. The pod is ended by its own worker; this returns at once.</summary>
    bool Evict(string uid, PodEviction eviction);
}

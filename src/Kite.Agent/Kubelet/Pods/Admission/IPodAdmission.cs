namespace Kite.Agent.Kubelet.Pods.Admission;

/// <summary>Decides whether the node takes a pod that was bound to it.</summary>
/// <remarks>
/// All that are registered are asked in the order of their registration, one pod at a time, once for every pod and start of Kite, before anything of the pod is made.
/// The first refusal ends the pod as <c>Failed</c>. What an admission sets aside for a pod, it gives back when it no longer finds the pod among <see cref="PodAdmissionRequest.Others"/>.
/// </remarks>
internal interface IPodAdmission
{
    /// <summary>Null where the pod may run.</summary>
    ValueTask<PodRejection?> AdmitAsync(PodAdmissionRequest request, CancellationToken cancellationToken);
}

using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Agent.Runtime;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Refuses pods that want no groups of the image (<c>supplementalGroupsPolicy: Strict</c>) where the runtime would give them all the same.</summary>
internal sealed class GroupsAdmission(IContainerRuntime runtime, LocalNode node) : IPodAdmission
{
    public async ValueTask<PodRejection?> AdmitAsync(PodAdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request.Pod.Spec.SecurityContext?.SupplementalGroupsPolicy != "Strict" || await HasStrictGroupsAsync(cancellationToken)) return null;
        return new PodRejection("SupplementalGroupsPolicyNotSupported", "SupplementalGroupsPolicy=Strict is not supported in this node");
    }

    private async Task<bool> HasStrictGroupsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await runtime.InfoAsync(cancellationToken)).HasStrictGroups;
        }
        catch (RuntimeException)
        {
            // As it was when it was last there.
            return node.Current?.Status.Features?.SupplementalGroupsPolicy is true;
        }
    }
}

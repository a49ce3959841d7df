using Kite.Api.Models.CoreV1;
using Kite.IntegrationTests.Agent.Engines;
using Kite.IntegrationTests.Agent.Network;

namespace Kite.IntegrationTests.Agent;

[RootOnly]
[Category("Containerd")]
internal sealed class KubeletOnContainerdTests() : KubeletContract(new ContainerdEngine())
{
    /// <summary>Debian's containerd is older than these features.</summary>
    [Test]
    public async Task What_the_runtime_does_not_know_is_refused()
    {
        await Kubelet.CreateAsync("groups", "sleep 1000", spec: spec => spec with { SecurityContext = new PodSecurityContext { SupplementalGroupsPolicy = "Strict" } });
        await Kubelet.CreateAsync("users", "sleep 1000", spec: spec => spec with { HostUsers = false });
        var groups = await Kubelet.WaitAsync("groups", pod => pod?.Status.Phase == "Failed");
        Assert.That((groups.Status.Reason, groups.Status.Message), Is.EqualTo(("SupplementalGroupsPolicyNotSupported", "Pod was rejected: SupplementalGroupsPolicy=Strict is not supported in this node")));
        await Kubelet.WaitForEventAsync("FailedCreatePodSandBox", "Failed to create pod sandbox: can't set `spec.hostUsers: false`, runtime does not support user namespaces");
        var node = await Kubelet.Api.Resource<Node>().GetAsync(null, Kubelet.Name, CancellationToken.None);
        Assert.That((node.Status.Features!.SupplementalGroupsPolicy, node.Status.RuntimeHandlers.Any(handler => handler.Features!.UserNamespaces is true)), Is.EqualTo((false, false)));
    }
}

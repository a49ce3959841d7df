using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.UnitTests.ControlPlane.Scheduler.Snapshots;

[TestFixture]
public sealed class PodRequestsTests
{
    [Test]
    public void An_init_container_counts_where_it_needs_more_than_all_containers()
    {
        var pod = Build.Pod("p", cpu: "1").With(spec => spec with { InitContainers = [Build.Container(cpu: "3"), Build.Container(cpu: "2")] });
        Assert.That(PodRequests.Exact(pod).MilliCpu, Is.EqualTo(3000));
    }

    [Test]
    public void A_sidecar_counts_beside_the_containers_and_the_later_init_containers()
    {
        var sidecar = Build.Container(cpu: "1") with { RestartPolicy = "Always" };
        var pod = Build.Pod("p", cpu: "1").With(spec => spec with { InitContainers = [sidecar, Build.Container(cpu: "3")] });
        Assert.That(PodRequests.Exact(pod).MilliCpu, Is.EqualTo(4000));
    }

    [Test]
    public void Overhead_and_pod_level_requests_count()
    {
        var pod = Build.Pod("p", cpu: "1", memory: "1Gi").With(spec => spec with
        {
            Resources = new() { Requests = new Dictionary<string, Quantity> { ["cpu"] = new("2") } },
            Overhead = new Dictionary<string, Quantity> { ["cpu"] = new("100m") },
        });
        Assert.That((PodRequests.Exact(pod).MilliCpu, PodRequests.Exact(pod).Memory), Is.EqualTo((2100, 1L << 30)));
    }

    [TestCase("Deferred", 2000)]
    [TestCase("Infeasible", 1500)]
    public void While_a_pod_is_resized_the_most_counts_that_it_may_get_and_what_it_still_has(string reason, long milliCpu)
    {
        var held = new ContainerStatus
        {
            AllocatedResources = new Dictionary<string, Quantity> { ["cpu"] = new("1") },
            Resources = new() { Requests = new Dictionary<string, Quantity> { ["cpu"] = new("1500m") } },
        };
        var pod = Build.Pod("p", cpu: "2");
        pod = pod with { Status = new() { ContainerStatuses = [held with { Name = pod.Spec.Containers[0].Name }], Conditions = [new() { Type = "PodResizePending", Status = "True", Reason = reason }] } };
        Assert.That(PodRequests.Exact(pod).MilliCpu, Is.EqualTo(milliCpu));
    }

    [Test]
    public void Scoring_assumes_something_for_a_container_that_says_nothing()
    {
        var assumed = PodRequests.Assumed(Build.Pod("p"));
        Assert.That((assumed.MilliCpu, assumed.Memory), Is.EqualTo((100, 200L * 1024 * 1024)));
    }
}

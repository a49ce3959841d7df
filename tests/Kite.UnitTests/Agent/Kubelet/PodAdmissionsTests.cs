using Kite.Agent.Kubelet.Pods.Admission;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Kubelet;

[TestFixture]
internal sealed class PodAdmissionsTests
{
    [Test]
    public async Task The_first_refusal_counts_and_leaves_the_pod_without_a_place()
    {
        using var admissions = new PodAdmissions([new AtMost(1), new AtMost(0)]);
        Assert.That(await admissions.AdmitAsync(() => Pod("a"), false, CancellationToken.None), Is.EqualTo(new PodRejection("AtMost0", "0 others")));
        Assert.That(admissions.Others(""), Is.Empty);
    }

    [Test]
    public async Task Others_are_those_that_have_a_place_and_have_not_ended()
    {
        using var admissions = new PodAdmissions([new AtMost(1)]);
        admissions.Enter(() => Pod("running"));
        admissions.Enter(() => Pod("done") with { Status = new PodStatus { Phase = "Succeeded" } });
        Assert.That(await admissions.AdmitAsync(() => Pod("second"), false, CancellationToken.None), Is.EqualTo(new PodRejection("AtMost1", "1 others")));
        admissions.Leave("running");
        Assert.That(await admissions.AdmitAsync(() => Pod("second"), false, CancellationToken.None), Is.Null);
        Assert.That(admissions.Others("").Select(pod => pod.Metadata.Uid), Is.EqualTo(new[] { "second" }));
    }

    private static Pod Pod(string uid) => new() { Metadata = new() { Uid = uid } };

    private sealed class AtMost(int count) : IPodAdmission
    {
        public ValueTask<PodRejection?> AdmitAsync(PodAdmissionRequest request, CancellationToken cancellationToken) =>
            new(request.Others.Count < count ? null : new PodRejection($"AtMost{count}", $"{request.Others.Count} others"));
    }
}

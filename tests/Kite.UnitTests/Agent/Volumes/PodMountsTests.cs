using Kite.Agent.Volumes;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Volumes;

[TestFixture]
internal sealed class PodMountsTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Pod Web = new() { Spec = new PodSpec { Volumes = [new Volume { Name = "info", DownwardAPI = new DownwardAPIVolumeSource() }] } };

    private PodMounts mounts = null!;

    [SetUp]
    public void Make()
    {
        mounts = new PodMounts();
        mounts.Begin(Web, Now);
        mounts.Volumes["info"] = new MountedVolume("/info", FollowsObjects: true);
    }

    [Test]
    public void What_follows_nothing_but_objects_is_due_only_when_one_of_them_changes()
    {
        Assert.That(mounts.DueAt(Web), Is.Null);
        mounts.Invalidate();
        Assert.That(mounts.DueAt(Web), Is.EqualTo(DateTimeOffset.MinValue));
        mounts.Begin(Web, Now);
        Assert.That(mounts.DueAt(Web), Is.Null);
    }

    [Test]
    public void What_a_pod_says_of_itself_is_due_when_its_labels_change() =>
        Assert.That(mounts.DueAt(Web with { Metadata = new() { Labels = new Dictionary<string, string> { ["mood"] = "good" } } }), Is.EqualTo(DateTimeOffset.MinValue));

    [Test]
    public void What_has_a_time_is_due_then_and_what_failed_is_tried_again_after_a_minute()
    {
        mounts.Volumes["info"] = new MountedVolume("/info", FollowsObjects: true, RefreshAfter: TimeSpan.FromMinutes(40));
        Assert.That(mounts.DueAt(Web), Is.EqualTo(Now.AddMinutes(40)));
        mounts.Volumes.Clear();
        Assert.That(mounts.DueAt(Web), Is.EqualTo(Now.AddMinutes(1)));
    }
}

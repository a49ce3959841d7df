using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.StorageV1;
using Kite.ControlPlane.Scheduler.Framework;
using Kite.ControlPlane.Scheduler.Plugins;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.UnitTests.ControlPlane.Scheduler.Plugins;

[TestFixture]
internal sealed class VolumeBindingTests
{
    private ClusterSnapshot snapshot = null!;

    [SetUp]
    public void SetUp()
    {
        snapshot = new ClusterSnapshot();
        snapshot.SetNode(Build.Node("n1"));
        snapshot.SetNode(Build.Node("n2"));
        snapshot.Volumes.Classes[new("", "local")] = new StorageClass { Metadata = new() { Name = "local" }, Provisioner = "kubernetes.io/no-provisioner", VolumeBindingMode = "WaitForFirstConsumer" };
        snapshot.Volumes.Classes[new("", "made")] = new StorageClass { Metadata = new() { Name = "made" }, Provisioner = "example.com/disk", VolumeBindingMode = "WaitForFirstConsumer" };
    }

    [Test]
    public void A_claim_that_is_not_there_keeps_the_pod_from_every_node() =>
        Assert.That(PreFilter().Rejection!.Reasons, Is.EqualTo(new[] { "persistentvolumeclaim \"data\" not found" }));

    [Test]
    public void A_bound_claim_keeps_the_pod_to_the_nodes_of_its_volume()
    {
        Add(Volume("v", "n2"));
        Add(Claim("local", "v"));
        Assert.Multiple(() =>
        {
            Assert.That(Reason("n1"), Is.EqualTo("node(s) didn't match PersistentVolume's node affinity"));
            Assert.That(Reason("n2"), Is.Null);
        });
    }

    [Test]
    public void A_claim_that_waits_goes_where_a_volume_is()
    {
        Add(Volume("v", "n2"));
        Add(Claim("local"));
        Assert.Multiple(() =>
        {
            Assert.That(Reason("n1"), Is.EqualTo("node(s) didn't find available persistent volumes to bind"));
            Assert.That(Reason("n2"), Is.Null);
            Assert.That(VolumeBinding.PlanFor(Pod(), snapshot.Find("n2")!, snapshot.Volumes).Reservations.Single().Volume.Metadata.Name, Is.EqualTo("v"));
        });
    }

    [Test]
    public void A_volume_that_another_pods_claim_is_about_to_get_is_not_offered()
    {
        Add(Volume("v", "n2"));
        Add(Claim("local"));
        snapshot.Volumes.Assume("v", "another");
        Assert.That(Reason("n2"), Is.Not.Null);
        snapshot.Volumes.Unassume("v");
        Assert.That(Reason("n2"), Is.Null);
    }

    [Test]
    public void A_claim_that_can_be_provisioned_goes_anywhere_until_its_node_is_chosen()
    {
        Add(Claim("made"));
        Assert.That(VolumeBinding.PlanFor(Pod(), snapshot.Find("n1")!, snapshot.Volumes).Provisionings, Has.Count.EqualTo(1));
        var claim = Claim("made");
        Add(claim with { Metadata = claim.Metadata with { Annotations = new Dictionary<string, string> { ["volume.kubernetes.io/selected-node"] = "n2" } } });
        Assert.Multiple(() =>
        {
            Assert.That(Reason("n1"), Is.Not.Null);
            Assert.That(Reason("n2"), Is.Null);
        });
    }

    private static Pod Pod() => Build.Pod("p").With(spec => spec with { Volumes = [new Volume { Name = "d", PersistentVolumeClaim = new() { ClaimName = "data" } }] });

    private static PersistentVolume Volume(string name, string node) => new()
    {
        Metadata = new() { Name = name },
        Spec = new()
        {
            Capacity = new Dictionary<string, Quantity> { ["storage"] = new("1Gi") },
            AccessModes = ["ReadWriteOnce"],
            StorageClassName = "local",
            Local = new() { Path = "/data" },
            NodeAffinity = new() { Required = new() { NodeSelectorTerms = [new() { MatchExpressions = [new() { Key = "kubernetes.io/hostname", Operator = "In", Values = [node] }] }] } },
        },
        Status = new() { Phase = "Available" },
    };

    private static PersistentVolumeClaim Claim(string storageClass, string volume = "") => new()
    {
        Metadata = new()
        {
            Name = "data",
            Namespace = "default",
            Uid = "uid-data",
            Annotations = volume.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { ["pv.kubernetes.io/bind-completed"] = "yes" },
        },
        Spec = new()
        {
            AccessModes = ["ReadWriteOnce"],
            StorageClassName = storageClass,
            VolumeName = volume.Length == 0 ? null : volume,
            Resources = new() { Requests = new Dictionary<string, Quantity> { ["storage"] = new("1Gi") } },
        },
    };

    private void Add(PersistentVolume volume) => snapshot.Volumes.Volumes[ObjectKey.Of(volume)] = volume;

    private void Add(PersistentVolumeClaim claim) => snapshot.Volumes.Claims[ObjectKey.Of(claim)] = claim;

    private PreFilterResult PreFilter() => new VolumeBinding().PreFilter(new PodInfo(Pod()), snapshot);

    private string? Reason(string node) => PreFilter().Filter!.Filter(snapshot.Find(node)!)?.Reasons.Single();
}

using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Scheduler;
using Kite.ControlPlane.Scheduler.Decisions;
using Kite.ControlPlane.Scheduler.Snapshots;

namespace Kite.UnitTests.ControlPlane.Scheduler.Plugins;

[TestFixture]
public sealed class InterPodAffinityTests
{
    private ClusterSnapshot snapshot = null!;

    [SetUp]
    public void SetUp()
    {
        snapshot = new ClusterSnapshot();
        snapshot.SetNode(Build.Node("a").WithLabels(("zone", "1")));
        snapshot.SetNode(Build.Node("b").WithLabels(("zone", "2")));
    }

    [Test]
    public void A_pod_goes_where_the_pods_it_wants_are()
    {
        snapshot.AddPod(new PodInfo(Build.Pod("db").WithLabels(("app", "db"))), "b");
        Assert.That(Decide(Near(Web("web"), Term("db"))).NodeName, Is.EqualTo("b"));
    }

    [Test]
    public void Without_the_pods_it_wants_it_waits() =>
        Assert.That(Decide(Near(Web("web"), Term("db"))).Message, Does.StartWith("0/2 nodes are available: 2 node(s) didn't match pod affinity rules."));

    [Test]
    public void The_first_of_a_group_that_wants_to_be_together_needs_nobody() =>
        Assert.That(Decide(Near(Web("web"), Term("web"))).NodeName, Is.Not.Null);

    [Test]
    public void Pods_that_keep_apart_take_a_node_each_and_the_third_waits()
    {
        var placed = new List<string?>();
        for (var i = 0; i < 2; i++)
        {
            var pod = Apart(Web($"web{i}"), Term("web"));
            placed.Add(Decide(pod).NodeName);
            snapshot.AddPod(new PodInfo(pod), placed[^1]!);
        }
        Assert.That(placed, Is.EquivalentTo(new[] { "a", "b" }));
        Assert.That(Decide(Apart(Web("web2"), Term("web"))).Message, Does.StartWith("0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules."));
        Assert.That(Decide(Web("plain")).Message, Does.StartWith("0/2 nodes are available: 2 node(s) didn't satisfy existing pods anti-affinity rules."));
    }

    [Test]
    public void A_pod_that_is_gone_keeps_nobody_away()
    {
        var pod = new PodInfo(Apart(Web("web0"), Term("web")));
        snapshot.AddPod(pod, "a");
        snapshot.RemovePod(pod, "a");
        snapshot.AddPod(new PodInfo(Build.Pod("big", "3", "6Gi")), "b");
        Assert.That(Decide(Web("web1")).NodeName, Is.EqualTo("a"));
    }

    [Test]
    public void A_term_is_about_its_own_namespace_unless_it_selects_others()
    {
        var db = Build.Pod("db").WithLabels(("app", "db"));
        snapshot.AddPod(new PodInfo(db with { Metadata = db.Metadata with { Namespace = "data" } }), "b");
        snapshot.SetNamespace("data", new Dictionary<string, string> { ["team"] = "storage" });
        var selecting = Term("db") with { NamespaceSelector = new() { MatchLabels = new Dictionary<string, string> { ["team"] = "storage" } } };
        Assert.That(Decide(Near(Web("web"), Term("db"))).NodeName, Is.Null);
        Assert.That(Decide(Near(Web("web"), selecting)).NodeName, Is.EqualTo("b"));
    }

    [Test]
    public void A_preference_only_prefers()
    {
        snapshot.AddPod(new PodInfo(Build.Pod("db").WithLabels(("app", "db"))), "b");
        var preferring = Web("web").With(spec => spec with
        {
            Affinity = new() { PodAffinity = new() { PreferredDuringSchedulingIgnoredDuringExecution = [new() { Weight = 100, PodAffinityTerm = Term("db") }] } },
        });
        Assert.That(Decide(preferring).NodeName, Is.EqualTo("b"));
    }

    private static Pod Web(string name) => Build.Pod(name).WithLabels(("app", "web"));

    private static PodAffinityTerm Term(string app) => new() { TopologyKey = "zone", LabelSelector = new() { MatchLabels = new Dictionary<string, string> { ["app"] = app } } };

    private static Pod Near(Pod pod, PodAffinityTerm term) => pod.With(spec => spec with { Affinity = new() { PodAffinity = new() { RequiredDuringSchedulingIgnoredDuringExecution = [term] } } });

    private static Pod Apart(Pod pod, PodAffinityTerm term) => pod.With(spec => spec with { Affinity = new() { PodAntiAffinity = new() { RequiredDuringSchedulingIgnoredDuringExecution = [term] } } });

    private Decision Decide(Pod pod) => DefaultProfile.Create(new SchedulerOptions()).Decide(new PodInfo(pod), snapshot, 0);
}

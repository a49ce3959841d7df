using Kite.Agent.Kubelet.Pods.Resize;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;

namespace Kite.UnitTests.Agent.Kubelet;

[TestFixture]
internal sealed class PodResizeTests
{
    [Test]
    public void A_pod_runs_with_what_it_was_granted_until_it_is_granted_more()
    {
        var resize = new PodResize(Pod("100m"), recorded: null);
        Assert.That(resize.Settles(Pod("100m")), Is.True);
        Assert.That(resize.Settles(Pod("200m")), Is.False);
        Assert.That(Cpu(resize.Granted(Pod("200m"))), Is.EqualTo("100m"));
        resize.Grant(Pod("200m"));
        Assert.That(Cpu(resize.Granted(Pod("200m"))), Is.EqualTo("200m"));
        Assert.That(resize.Conditions.Single(), Has.Property("Type").EqualTo("PodResizeInProgress").And.Property("Status").EqualTo("True"));
    }

    [Test]
    public void What_the_node_has_recorded_is_what_was_granted()
    {
        var resize = new PodResize(Pod("200m"), recorded: Pod("100m"));
        Assert.That(resize.Settles(Pod("200m")), Is.False);
        Assert.That(Cpu(resize.Granted(Pod("200m"))), Is.EqualTo("100m"));
    }

    [Test]
    public void The_same_amount_in_other_words_is_no_resize() => Assert.That(new PodResize(Pod("1"), recorded: Pod("1000m")).Settles(Pod("1")), Is.True);

    [Test]
    public void A_refusal_is_news_once_and_ends_when_the_pod_asks_for_what_it_has()
    {
        var resize = new PodResize(Pod("100m"), recorded: Pod("100m"));
        Assert.That(resize.Refuse(Pod("9"), "Deferred", "no room", PodBuilder.Start), Is.True);
        Assert.That(resize.Refuse(Pod("9"), "Deferred", "no room", PodBuilder.Start.AddHours(1)), Is.False);
        Assert.That(resize.IsDecided(Pod("9")), Is.True);
        Assert.That(resize.IsDecided(Pod("8")), Is.False);
        Assert.That(resize.PendingSince, Is.EqualTo(PodBuilder.Start));
        Assert.That(resize.Settles(Pod("100m")), Is.True);
        Assert.That(resize.Conditions, Is.Empty);
    }

    [Test]
    public void An_error_stays_until_the_resize_has_been_carried_out()
    {
        var resize = new PodResize(Pod("100m"), recorded: Pod("100m"));
        resize.Grant(Pod("200m") with { Metadata = new() { Uid = "u1", Generation = 4 } });
        Assert.That(resize.Fail("too small", 5), Is.True);
        Assert.That(resize.Fail("too small", 5), Is.False);
        Assert.That(resize.Conditions.Single(), Has.Property("Reason").EqualTo("Error").And.Property("Message").EqualTo("too small").And.Property("ObservedGeneration").EqualTo(4));
        Assert.That(resize.End(), Is.Not.Null);
        Assert.That(resize.End(), Is.Null);
    }

    [Test]
    public void Its_conditions_are_known_again_after_a_restart()
    {
        var pod = Pod("200m") with { Status = new PodStatus { Conditions = [new PodCondition { Type = "PodResizeInProgress", Status = "True" }, new PodCondition { Type = "Ready", Status = "True" }] } };
        Assert.That(new PodResize(pod, recorded: Pod("200m")).Conditions.Select(condition => condition.Type), Is.EqualTo(new[] { "PodResizeInProgress" }));
    }

    [Test]
    public void A_pod_has_as_a_whole_what_it_had_until_its_resize_is_carried_out()
    {
        var resize = new PodResize(Whole("1"), recorded: Whole("1"));
        Assert.That(resize.WholeOf(Whole("1"))!.Limits["cpu"].Text, Is.EqualTo("1"));
        resize.Grant(Whole("2"));
        resize.Grant(Whole("3"));
        Assert.That(resize.WholeOf(Whole("3"))!.Limits["cpu"].Text, Is.EqualTo("1"));
        resize.End();
        Assert.That(resize.WholeOf(Whole("3"))!.Limits["cpu"].Text, Is.EqualTo("3"));
    }

    [Test]
    public void Messages_carry_the_amounts_as_clients_know_them() => Assert.That(
        ResizeMessage.Of("Deferred", Pod("1500m"), 3, "no \"room\""),
        Is.EqualTo("""Pod resize Deferred: {"containers":[{"name":"main","resources":{"requests":{"cpu":"1500m"}}}],"generation":3,"error":"no \"room\""}"""));

    private static Pod Pod(string cpu) => new()
    {
        Metadata = new() { Namespace = "default", Name = "web", Uid = "u1" },
        Spec = new PodSpec { Containers = [new Container { Name = "main", Resources = new ResourceRequirements { Requests = new Dictionary<string, Quantity> { ["cpu"] = new(cpu) } } }] },
    };

    private static Pod Whole(string cpu)
    {
        var pod = Pod("100m");
        return pod with { Spec = pod.Spec with { Resources = new ResourceRequirements { Limits = new Dictionary<string, Quantity> { ["cpu"] = new(cpu) } } } };
    }

    private static string Cpu(Pod pod) => pod.Spec.Containers[0].Resources!.Requests["cpu"].Text;
}

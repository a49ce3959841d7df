using Kite.Api.Models.RbacV1;
using Kite.ControlPlane.Controllers.ClusterRoles;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.ClusterRoles;

public sealed class ClusterRoleAggregationControllerTests
{
    [Test]
    public async Task An_aggregated_role_has_the_rules_of_the_roles_it_selects_and_follows_them()
    {
        var world = new World();
        world.With(new ClusterRoleAggregationController(world.Client));
        var reading = Rule("get");
        await world.Create(Role("all", null, aggregates: "all"));
        await world.Create(Role("b", "all", rules: [Rule("list"), reading]));
        await world.Create(Role("a", "all", rules: [reading]));
        await world.Create(Role("other", "else", rules: [Rule("delete")]));
        await world.Step();
        Assert.That((await world.Get<ClusterRole>("", "all")).Rules, Is.EqualTo(new[] { reading, Rule("list") }));
        await world.Step();
        Assert.That(await world.Step(), Is.False, "nothing left to do");

        await world.Delete(await world.Get<ClusterRole>("", "b"));
        await world.Step();
        Assert.That((await world.Get<ClusterRole>("", "all")).Rules, Is.EqualTo(new[] { reading }));
    }

    private static PolicyRule Rule(string verb) => new() { Verbs = [verb], ApiGroups = [""], Resources = ["pods"] };

    private static ClusterRole Role(string name, string? label, string? aggregates = null, IReadOnlyList<PolicyRule>? rules = null) => new()
    {
        Metadata = new() { Name = name, Labels = label is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["to"] = label } },
        Rules = rules ?? [],
        AggregationRule = aggregates is null ? null : new() { ClusterRoleSelectors = [new() { MatchLabels = new Dictionary<string, string> { ["to"] = aggregates } }] },
    };
}

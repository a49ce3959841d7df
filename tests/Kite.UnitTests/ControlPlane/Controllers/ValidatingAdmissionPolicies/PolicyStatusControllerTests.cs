using Kite.Api.Models.AdmissionregistrationV1;
using Kite.ControlPlane.Controllers.ValidatingAdmissionPolicies;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.ValidatingAdmissionPolicies;

public sealed class PolicyStatusControllerTests
{
    [Test]
    public async Task Expressions_that_do_not_fit_a_matched_kind_are_warned_of_once_for_each_generation()
    {
        var world = new World();
        world.With(new PolicyStatusController(world.Client));
        await world.Create(Policy("object.spec.replicas > 1", "object.replicas > 1", "variables.count > 1 && variables.count.foo"));
        await world.Step();
        var status = (await world.Get<ValidatingAdmissionPolicy>("", "p")).Status!;
        Assert.That(status.ObservedGeneration, Is.EqualTo(1));
        Assert.That(status.TypeChecking!.ExpressionWarnings.Select(warning => warning.FieldRef), Is.EqualTo(new[] { "spec.validations[1].expression", "spec.validations[2].expression" }));
        Assert.That(status.TypeChecking.ExpressionWarnings[0].Warning, Is.EqualTo(
            "apps/v1, Kind=Deployment: ERROR: <input>:1:7: undefined field 'replicas'\n | object.replicas > 1\n | ......^\n"));
        await world.Step();
        Assert.That(await world.Step(), Is.False, "nothing left to do");
    }

    private static ValidatingAdmissionPolicy Policy(params string[] expressions) => new()
    {
        Metadata = new() { Name = "p", Generation = 1 },
        Spec = new()
        {
            MatchConstraints = new() { ResourceRules = [new() { ApiGroups = ["apps"], ApiVersions = ["v1"], Resources = ["deployments"], Operations = ["CREATE"] }] },
            Variables = [new() { Name = "count", Expression = "object.spec.replicas" }],
            Validations = [.. expressions.Select(expression => new Validation { Expression = expression })],
        },
    };
}

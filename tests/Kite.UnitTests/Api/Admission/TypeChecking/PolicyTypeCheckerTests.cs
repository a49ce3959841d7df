using System.Text.Json.Nodes;
using Kite.Api.Admission.TypeChecking;
using Kite.Api.Models.AdmissionregistrationV1;
using Kite.Api.Schema;

namespace Kite.UnitTests.Api.Admission.TypeChecking;

[TestFixture]
internal sealed class PolicyTypeCheckerTests
{
    private const string Document = """
        {"components":{"schemas":{
          "com.example.v1.CronTab":{"type":"object","properties":{
            "apiVersion":{"type":"string"},"kind":{"type":"string"},
            "metadata":{"description":"d","allOf":[{"$ref":"#/components/schemas/meta"}]},
            "spec":{"type":"object","properties":{"replicas":{"type":"integer"},"port":{"x-kubernetes-int-or-string":true},"parts":{"type":"array","items":{"$ref":"#/components/schemas/part"}},
              "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}},
            "x-kubernetes-group-version-kind":[{"group":"example.com","version":"v1","kind":"CronTab"}]},
          "meta":{"type":"object","properties":{"name":{"type":"string"},"generateName":{"type":"string"},"labels":{"type":"object","additionalProperties":{"type":"string"}},
            "creationTimestamp":{"allOf":[{"$ref":"#/components/schemas/time"}]}}},
          "time":{"type":"string","format":"date-time"},
          "part":{"type":"object","properties":{"name":{"type":"string"},"below":{"$ref":"#/components/schemas/part"}}}
        }}}
        """;

    private static readonly PolicyTypeChecker Checker = new(EmbeddedSchema.ReadTypes(), EmbeddedSchema.ReadResources());
    private static readonly PublishedVersion Published =
        new("example.com", "v1", new Dictionary<string, string> { ["crontabs"] = "CronTab" }, (JsonObject)JsonNode.Parse(Document)!);

    [TestCase("object.spec.replicas > 1 && object.metadata.labels['a'] == 'b' && object.spec.parts.all(part, part.name != '')")]
    [TestCase("object.metadata.creationTimestamp > timestamp('2020-01-01T00:00:00Z') && object.spec.port == 80 && has(object.spec.free)")]
    [TestCase("object.kind == 'CronTab' && object == oldObject")]
    public void What_fits_a_custom_kind_is_not_warned_of(string expression) =>
        Assert.That(Checker.Check(Policy(expression, "crontabs"), [Published]), Is.Empty);

    [Test]
    public void What_does_not_fit_a_custom_kind_is_warned_of()
    {
        var warnings = Checker.Check(Policy("object.spec.replicas > '1' && object.replicas > 1", "crontabs"), [Published]);

        Assert.That(warnings, Has.Count.EqualTo(1));
        Assert.That(warnings[0].FieldRef, Is.EqualTo("spec.validations[0].expression"));
        Assert.That(warnings[0].Warning, Does.StartWith("example.com/v1, Kind=CronTab: ERROR: <input>:1:").And.Contains("found no matching overload for '_>_' applied to '(int, string)'").And.Contains("undefined field 'replicas'").And.EndsWith("^\n"));
    }

    [Test]
    public void A_type_that_refers_to_itself_is_known_to_its_second_turn() =>
        Assert.That(Checker.Check(Policy("object.spec.parts[0].below.below.name == ''", "crontabs"), [Published])[0].Warning, Does.Contain("undefined field 'below'"));

    [Test]
    public void Kinds_of_which_nothing_is_known_are_passed_over()
    {
        Assert.That(Checker.Check(Policy("object.nonsense", "crontabs"), []), Is.Empty);
        Assert.That(Checker.Unknown(Policy("object.nonsense", "crontabs")), Is.EqualTo(new[] { ("example.com", "v1") }));
    }

    [Test]
    public void Parameters_have_the_type_of_their_kind()
    {
        var policy = Policy("params.spec.replicas > 1 && params.foo == 1", "deployments");
        policy = policy with { Spec = policy.Spec! with { ParamKind = new ParamKind { ApiVersion = "example.com/v1", Kind = "CronTab" }, MatchConstraints = Deployments } };

        Assert.That(Checker.Unknown(policy), Is.EqualTo(new[] { ("example.com", "v1") }));
        Assert.That(Checker.Check(policy, [Published])[0].Warning, Does.StartWith("apps/v1, Kind=Deployment: ").And.Contains("undefined field 'foo'").And.Not.Contains("replicas'"));
        Assert.That(Checker.Check(policy, [])[0].Warning, Does.Contain("undeclared reference to 'params'"));
    }

    private static MatchResources Deployments => new() { ResourceRules = [new() { ApiGroups = ["apps"], ApiVersions = ["v1"], Resources = ["deployments"], Operations = ["*"] }] };

    private static ValidatingAdmissionPolicy Policy(string expression, string resource) => new()
    {
        Metadata = new() { Name = "p", Generation = 1 },
        Spec = new()
        {
            MatchConstraints = new() { ResourceRules = [new() { ApiGroups = ["example.com"], ApiVersions = ["v1"], Resources = [resource, $"{resource}/status"], Operations = ["CREATE"] }] },
            Validations = [new() { Expression = expression }],
        },
    };
}

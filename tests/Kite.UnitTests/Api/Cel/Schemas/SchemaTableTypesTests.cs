using Kite.Api.Cel;
using Kite.Api.Cel.Functions;
using Kite.Api.Cel.Libraries;
using Kite.Api.Cel.Schemas;
using Kite.Api.Cel.Types;
using Kite.Api.RegularExpressions;
using Kite.Api.Schema;

namespace Kite.UnitTests.Api.Cel.Schemas;

public sealed class SchemaTableTypesTests
{
    private static readonly CelFunctionRegistry Functions = KubernetesLibraries.Base(new RegularExpressionCache());
    private static readonly SchemaTableTypes Types = new(EmbeddedSchema.ReadTypes());

    [TestCase("object.spec.replicas > 1")]
    [TestCase("object.apiVersion == 'apps/v1' && object.metadata.__namespace__ == 'a'")]
    [TestCase("object.metadata.labels['a'] == 'b' && object.metadata.creationTimestamp < timestamp('2030-01-01T00:00:00Z')")]
    [TestCase("object.spec.template.spec.containers.all(c, c.resources.limits.exists(k, c.resources.limits[k] == '1'))")]
    [TestCase("object.spec.strategy.rollingUpdate.maxSurge == 1 || object.spec.strategy.rollingUpdate.maxSurge == '10%'")]
    [TestCase("object.spec.template.spec.volumes.exists(v, has(v.hostPath) && v.hostPath.path == '/')")]
    public void Expressions_over_built_in_kinds_check(string expression) => Assert.That(Compile(expression), Is.Null);

    [TestCase("object.spec.foo == 1", "undefined field 'foo'")]
    [TestCase("object.spec.replicas == '1'", "found no matching overload for '_==_' applied to '(int, string)'")]
    [TestCase("object.spec.template.spec.containers[0].image > 1", "applied to '(string, int)'")]
    [TestCase("object.spec.template.spec.apiVersion == ''", "undefined field 'apiVersion'")]
    public void What_their_schema_does_not_say_is_an_issue(string expression, string issue) => Assert.That(Compile(expression), Does.Contain(issue));

    private static string? Compile(string expression) => new CelEnvironment(new CelEnvironmentOptions
    {
        Functions = Functions,
        Types = Types,
        Variables = [new CelVariable("object", CelType.Object("apps/v1.Deployment"))],
    }).Compile(expression).Error;
}

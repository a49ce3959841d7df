using System.Text.Json.Nodes;
using Kite.ApiServer.Authorization.Webhooks;
using Kite.ApiServer.Configuration;

namespace Kite.UnitTests.ApiServer.Authorization;

public sealed class WebhookConditionsTests
{
    private static readonly JsonObject Pods = JsonNode.Parse("""{"user":"jane","groups":["dev"],"resourceAttributes":{"verb":"list","resource":"pods","labelSelector":{"requirements":[{"key":"a","operator":"In","values":["b"]}]}}}""")!.AsObject();

    [TestCase("request.user == 'jane'", true)]
    [TestCase("request.user != 'jane'", false)]
    [TestCase("has(request.resourceAttributes) && request.resourceAttributes.namespace == '' && !has(request.nonResourceAttributes)", true)]
    [TestCase("request.resourceAttributes.labelSelector.requirements.exists(r, r.key == 'a' && 'b' in r.values)", true)]
    [TestCase("!('dev' in request.groups) || size(request.extra) > 0", false)]
    public void A_webhook_is_asked_what_its_conditions_hold_for(string expression, bool isAsked) => Assert.That(Read(expression).Match(Pods, default), Is.EqualTo(isAsked));

    [Test]
    public void A_condition_that_is_false_decides_and_one_that_fails_is_told()
    {
        const string Failing = "request.nonResourceAttributes.path == '/x'";
        Assert.That(Read(Failing, "request.user == 'joe'").Match(Pods, default), Is.False);
        Assert.That(() => Read(Failing).Match(Pods, default), Throws.InstanceOf<ExpressionFailedException>().With.Message.EqualTo($"cel evaluation error: expression '{Failing}' resulted in error: no such key: nonResourceAttributes"));
    }

    [TestCase("request.name == ''", "undefined field 'name'")]
    [TestCase("request.user", "must evaluate to bool but got string")]
    [TestCase(" ", "matchConditions[0].expression: Required value")]
    public void A_bad_condition_is_told(string expression, string problem) => Assert.That(() => Read(expression), Throws.InstanceOf<ArgumentException>().With.Message.Contains(problem));

    private static WebhookConditions Read(params IEnumerable<string> expressions)
    {
        var problems = new List<string>();
        var conditions = new JsonArray([.. expressions.Select(expression => new JsonObject { ["expression"] = expression })]);
        var read = WebhookConditions.Read(new ConfigurationNode(new JsonObject { ["matchConditions"] = conditions }, "", problems));
        return problems.Count == 0 ? read : throw new ArgumentException(string.Join('\n', problems));
    }
}

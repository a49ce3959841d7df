using System.Text;
using Kite.ApiServer.Audit.Policies;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Configuration;
using Kite.ApiServer.Pipeline;

namespace Kite.UnitTests.ApiServer.Audit;

[TestFixture]
public sealed class AuditPolicyTests
{
    private const string Policy = """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: ["RequestReceived"]
        rules:
        - level: None
          users: ["system:kube-proxy"]
          verbs: ["watch"]
          resources: [{group: "", resources: ["endpoints", "services"]}]
        - level: None
          userGroups: ["system:authenticated"]
          nonResourceURLs: ["/api*", "/version"]
        - level: Request
          resources: [{group: "", resources: ["configmaps"]}]
          namespaces: ["kube-system"]
        - level: Metadata
          resources: [{group: "", resources: ["secrets", "configmaps"], resourceNames: []}, {group: "apps", resources: ["deployments/*"]}]
          omitManagedFields: true
        - level: RequestResponse
          omitStages: ["Panic"]
          resources: [{group: "", resources: ["pods"], resourceNames: ["special"]}, {group: "", resources: ["*/proxy"]}]
        """;

    [TestCase("system:kube-proxy", "/api/v1/endpoints?watch=1", "None")]
    [TestCase("jane", "/version", "None")]
    [TestCase("jane", "/apis/apps", "None")]
    [TestCase("jane", "/api/v1/namespaces/kube-system/configmaps/x", "Request")]
    [TestCase("jane", "/api/v1/namespaces/default/configmaps/x", "Metadata")]
    [TestCase("jane", "/apis/apps/v1/namespaces/a/deployments/x/scale", "Metadata")]
    [TestCase("jane", "/apis/apps/v1/namespaces/a/deployments/x", "Metadata")]
    [TestCase("jane", "/api/v1/namespaces/a/pods/special", "RequestResponse")]
    [TestCase("jane", "/api/v1/namespaces/a/pods/special/log", "None")]
    [TestCase("jane", "/api/v1/namespaces/a/services/x/proxy", "RequestResponse")]
    [TestCase("jane", "/api/v1/namespaces/a/pods/other", "None")]
    public void The_first_rule_that_matches_decides(string user, string url, string level)
    {
        var parts = url.Split('?');
        var request = RequestInfoParser.Parse("GET", parts[0], RequestQuery.Parse(parts.Length > 1 ? parts[1] : ""));
        Assert.That(Read(Policy).Decide(new UserInfo(user, ["system:authenticated"]), request).Level.ToString(), Is.EqualTo(level));
    }

    [Test]
    public void Stages_add_up_and_managed_fields_are_the_rules_to_say()
    {
        var rules = Read(Policy).Rules;
        Assert.That(rules[4].OmitStages, Is.EqualTo(AuditStages.RequestReceived | AuditStages.Panic));
        Assert.That((rules[3].OmitManagedFields, rules[4].OmitManagedFields), Is.EqualTo((true, false)));
    }

    [TestCase("rules: []", "loaded illegal policy with 0 rules")]
    [TestCase("rules: [{level: Loud}]", "rules[0].level: Unsupported value: \"Loud\": supported values: \"Metadata\", \"None\", \"Request\", \"RequestResponse\"")]
    [TestCase("rules: [{level: None, resources: [{group: apps/v1}]}]", "rules[0].resources[0].group: Invalid value: \"apps/v1\": the group is given without a version")]
    [TestCase("rules: [{level: None, nonResourceURLs: [\"/a*b\"]}]", "rules[0].nonResourceURLs: Invalid value: \"/a*b\": non-resource URL wildcards '*' must be the final character of the rule")]
    [TestCase("rules: [{level: None, colour: red}]", "unknown field \"rules[0].colour\"")]
    public void Policies_that_make_no_sense_say_why(string rules, string expected) =>
        Assert.That(() => Read($"apiVersion: audit.k8s.io/v1\nkind: Policy\n{rules}"), Throws.TypeOf<ConfigurationException>().With.Message.EqualTo($"f: {expected}"));

    private static AuditPolicy Read(string yaml) => AuditPolicyReader.Parse("f", Encoding.UTF8.GetBytes(yaml));
}

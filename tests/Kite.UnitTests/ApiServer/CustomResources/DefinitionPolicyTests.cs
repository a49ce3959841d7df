using System.Text.Json.Nodes;
using Kite.ApiServer.CustomResources;

namespace Kite.UnitTests.ApiServer.CustomResources;

internal sealed class DefinitionPolicyTests
{
    [TestCase("example.com", null, null)]
    [TestCase("x.k8s.io", null, "False MissingAnnotation")]
    [TestCase("k8s.io", "unapproved, yet", "False UnapprovedAnnotation")]
    [TestCase("x.kubernetes.io", "https://github.com/kubernetes/kubernetes/pull/1", "True ApprovedAnnotation")]
    [TestCase("x.kubernetes.io", "why not", "False InvalidAnnotation")]
    public void Groups_of_the_project_need_approval(string group, string? annotation, string? expected)
    {
        var definition = new JsonObject { ["metadata"] = new JsonObject(), ["spec"] = new JsonObject { ["group"] = group } };
        if (annotation is not null) definition["metadata"]!["annotations"] = new JsonObject { ["api-approved.kubernetes.io"] = annotation };

        ApprovalPolicy.Apply(definition, DateTimeOffset.UnixEpoch);

        var condition = DefinitionConditions.Find(definition, DefinitionConditions.ApprovalConformant);
        Assert.That(condition is null ? null : $"{condition["status"]} {condition["reason"]}", Is.EqualTo(expected));
    }

    [TestCase("v1beta1", "g/v1beta1 K is deprecated; use g/v2 K")]
    [TestCase("v2", "g/v2 K is deprecated")]
    [TestCase("own", "use something else")]
    [TestCase("v1", null)]
    public void Deprecated_versions_point_at_the_best_one_that_isnt(string version, string? expected)
    {
        var definition = (JsonObject)JsonNode.Parse("""
            {"spec":{"group":"g","names":{"kind":"K"},"versions":[
              {"name":"v1beta1","served":true,"deprecated":true},{"name":"v1","served":true},{"name":"v2","served":true},{"name":"v3","served":false},
              {"name":"own","served":true,"deprecated":true,"deprecationWarning":"use something else"}]}}
            """)!;
        var entry = (JsonObject)definition["spec"]!["versions"]!.AsArray().First(entry => (string?)entry!["name"] == version)!;
        if (version == "v2") entry["deprecated"] = true;

        Assert.That(DeprecationWarning.Of(definition, entry), Is.EqualTo(expected));
    }

    [Test]
    public void A_condition_tells_when_its_status_changed_last()
    {
        var definition = new JsonObject();
        DefinitionConditions.Set(definition, "Established", true, "A", "a", DateTimeOffset.UnixEpoch);
        DefinitionConditions.Set(definition, "Established", true, "B", "b", DateTimeOffset.UnixEpoch.AddHours(1));
        Assert.That((string?)DefinitionConditions.Find(definition, "Established")!["lastTransitionTime"], Is.EqualTo("1970-01-01T00:00:00Z"));
        Assert.That((string?)DefinitionConditions.Find(definition, "Established")!["reason"], Is.EqualTo("B"));

        DefinitionConditions.Set(definition, "Established", false, "C", "c", DateTimeOffset.UnixEpoch.AddHours(2));

        Assert.That((string?)DefinitionConditions.Find(definition, "Established")!["lastTransitionTime"], Is.EqualTo("1970-01-01T02:00:00Z"));
    }
}

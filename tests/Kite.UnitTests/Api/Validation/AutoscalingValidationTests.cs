using System.Text.Json.Nodes;

namespace Kite.UnitTests.Api.Validation;

internal sealed class AutoscalingValidationTests
{
    private const string V1 = "autoscaling/v1.HorizontalPodAutoscaler";
    private const string V2 = "autoscaling/v2.HorizontalPodAutoscaler";
    private const string Target = "\"scaleTargetRef\":{\"kind\":\"Deployment\",\"name\":\"d\",\"apiVersion\":\"apps/v1\"},\"maxReplicas\":5";

    [TestCase("""{"scaleTargetRef":{"kind":"D","name":"d"},"maxReplicas":0}""", "spec.maxReplicas: Invalid value: 0: must be greater than 0")]
    [TestCase("""{"scaleTargetRef":{"kind":"D","name":"d"},"minReplicas":3,"maxReplicas":2}""", "spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`")]
    [TestCase("""{"scaleTargetRef":{"kind":"D"},"maxReplicas":2}""", "spec.scaleTargetRef.name: Required value")]
    [TestCase("""{"scaleTargetRef":{"kind":"D","name":"d"},"minReplicas":0,"maxReplicas":2}""", "spec.minReplicas: Invalid value: 0: must be greater than or equal to 1")]
    [TestCase("""{"scaleTargetRef":{"kind":"D","name":"d"},"maxReplicas":2,"metrics":[{"type":"Resource"}]}""", "spec.metrics[0].resource: Required value: must populate information for the given metric source")]
    [TestCase("""{"scaleTargetRef":{"kind":"D","name":"d"},"maxReplicas":2,"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization"}}}]}""", "spec.metrics[0].resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization")]
    [TestCase("""{"scaleTargetRef":{"kind":"D","name":"d"},"maxReplicas":2,"metrics":[{"type":"Pods","pods":{"metric":{"name":"m"},"target":{"type":"AverageValue","averageValue":"0"}}}]}""", "spec.metrics[0].pods.target.averageValue: Invalid value: \"0\": must be positive")]
    [TestCase("""{"scaleTargetRef":{"kind":"D","name":"d"},"maxReplicas":2,"behavior":{"scaleUp":{"stabilizationWindowSeconds":4000}}}""", "spec.behavior.scaleUp.stabilizationWindowSeconds: Invalid value: 4000: must be less than or equal to 3600")]
    [TestCase("""{"scaleTargetRef":{"kind":"D","name":"d"},"maxReplicas":2,"behavior":{"scaleDown":{"policies":[{"type":"Foo","value":1,"periodSeconds":1}]}}}""", "spec.behavior.scaleDown.policies[0].type: Unsupported value: \"Foo\": supported values: \"Percent\", \"Pods\"")]
    public void An_autoscaler_is_checked_in_upstreams_words(string spec, string problem) =>
        Assert.That(ApiFixture.Problems(V2, $$"""{"metadata":{"name":"x","namespace":"n"},"spec":{{spec}} }"""), Does.Contain(problem));

    [Test]
    public void An_autoscaler_that_names_no_metric_wants_80_percent_of_the_cpu()
    {
        var value = ApiFixture.Defaulted(V2, $$"""{"spec":{ {{Target}},"behavior":{"scaleDown":{"selectPolicy":"Min"} } } }""");
        Assert.That(value["spec"]!["metrics"]!.ToJsonString(), Is.EqualTo("""[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80}}}]"""));
        Assert.That(value["spec"]!["behavior"]!["scaleUp"]!.ToJsonString(), Is.EqualTo("""{"stabilizationWindowSeconds":0,"selectPolicy":"Max","policies":[{"type":"Pods","value":4,"periodSeconds":15},{"type":"Percent","value":100,"periodSeconds":15}]}"""));
        Assert.That(value["spec"]!["behavior"]!["scaleDown"]!.ToJsonString(), Is.EqualTo("""{"selectPolicy":"Min","policies":[{"type":"Percent","value":100,"periodSeconds":15}]}"""));
    }

    [Test]
    public void Both_versions_are_stored_as_one()
    {
        var v1 = ApiFixture.Kind(V1);
        Assert.That(v1.StoredAs, Is.EqualTo(ApiFixture.Kind(V2).Resource));
        var value = ApiFixture.Defaulted(V1, $$"""{"metadata":{"name":"x","namespace":"n"},"spec":{ {{Target}},"targetCPUUtilizationPercentage":50} }""");
        v1.Conversion!.ToStored(value);
        Assert.That(value["spec"]!["metrics"]![0]!["resource"]!["target"]!.ToJsonString(), Is.EqualTo("""{"type":"Utilization","averageUtilization":50}"""));
        v1.Conversion.FromStored(value);
        Assert.That((long?)value["spec"]!["targetCPUUtilizationPercentage"], Is.EqualTo(50));
        Assert.That(value["metadata"]!.AsObject().ContainsKey("annotations"), Is.False);
    }

    [Test]
    public void What_v1_has_no_field_for_travels_in_annotations()
    {
        const string Spec = """{"scaleTargetRef":{"kind":"D","name":"d"},"maxReplicas":2,"minReplicas":1,"metrics":[{"type":"Object","object":{"metric":{"name":"hits"},"describedObject":{"kind":"Ingress","name":"i"},"target":{"value":"10","type":"Value"}}},{"type":"Pods","pods":{"metric":{"name":"m","selector":{"matchLabels":{"a":"b"}}},"target":{"averageValue":"5","type":"AverageValue"}}}],"behavior":{"scaleDown":{"selectPolicy":"Disabled","policies":[{"type":"Pods","value":1,"periodSeconds":15}]}}}""";
        var stored = JsonNode.Parse($$"""{"apiVersion":"autoscaling/v2","metadata":{"name":"x"},"spec":{{Spec}},"status":{"currentReplicas":1,"desiredReplicas":1,"conditions":[{"type":"AbleToScale","status":"True"}],"currentMetrics":[{"type":"Resource","resource":{"name":"cpu","current":{"averageValue":"10m","averageUtilization":7} } }]} }""")!.AsObject();
        var conversion = ApiFixture.Kind(V1).Conversion!;
        var shown = (JsonObject)stored.DeepClone();
        conversion.FromStored(shown);
        Assert.That((string?)shown["metadata"]!["annotations"]!["autoscaling.alpha.kubernetes.io/metrics"], Does.StartWith("""[{"type":"Object","object":{"metricName":"hits","target":"""));
        Assert.That((long?)shown["status"]!["currentCPUUtilizationPercentage"], Is.EqualTo(7));
        Assert.That(shown["spec"]!.AsObject().ContainsKey("behavior"), Is.False);
        conversion.ToStored(shown);
        Assert.That(JsonNode.DeepEquals(shown["spec"], stored["spec"]), Is.True, shown["spec"]!.ToJsonString());
        Assert.That(JsonNode.DeepEquals(shown["status"], stored["status"]), Is.True, shown["status"]!.ToJsonString());
    }
}

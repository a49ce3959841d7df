namespace Kite.EndToEndTests.CustomResources;

/// <summary>A kind of the user's own, from its definition to its end, with old kubectls and new ones.</summary>
[TestFixtureSource(typeof(KubectlVersions), nameof(KubectlVersions.All))]
internal sealed class CustomResourceTests(string program) : ClusterTest
{
    private Kubectl Client => new(SharedCluster.Server.Kubeconfig, Namespace, program);

    private string Group => $"{Namespace}.example.com";

    [TearDown]
    public async Task DeleteDefinition() =>
        await Client.RunAsync("delete", "--ignore-not-found", $"crd/widgets.{Group}", $"validatingadmissionpolicybinding/{Namespace}", $"validatingadmissionpolicy/{Namespace}");

    [Test]
    public async Task A_custom_resource_is_checked_listed_scaled_explained_and_goes_with_its_definition()
    {
        await Client.ApplyAsync(Definition());
        await Client.RunAsync("wait", "--for=condition=Established", $"crd/widgets.{Group}", "--timeout=30s");
        await Client.ApplyAsync(Widget("small", size: 3, replicas: 2));
        Assert.That(await Client.RunAsync("get", $"wd.{Group}"), Does.Match(@"^NAME\s+SIZE\nsmall\s+3\n$"));
        await Client.RunAsync("scale", $"widgets.{Group}/small", "--replicas=4");
        Assert.That(await Client.PathAsync("{.spec.replicas}", $"widgets.{Group}", "small"), Is.EqualTo("4"));
        Assert.That(await Client.RunAsync("explain", $"--api-version={Group}/v1", "widgets.spec"), Does.Contain("How big it is"));

        var zero = await Client.TryWithInputAsync(Widget("zero", size: 0, replicas: 1), "create", "--validate=false", "-f", "-");
        Assert.That(zero.Error, Does.Contain("spec.size in body should be greater than or equal to 1"));
        var crowd = await Client.TryWithInputAsync(Widget("crowd", size: 11, replicas: 2), "create", "-f", "-");
        Assert.That(crowd.Error, Does.Contain("big ones come alone"));

        await Client.RunAsync("delete", $"crd/widgets.{Group}");
        Assert.That((await Client.TryAsync("get", $"widgets.{Group}")).ExitCode, Is.Not.Zero);
    }

    [Test]
    public async Task A_policy_keeps_out_what_its_expression_says()
    {
        await Client.ApplyAsync(Definition());
        await Client.RunAsync("wait", "--for=condition=Established", $"crd/widgets.{Group}", "--timeout=30s");
        await Client.ApplyAsync(Policy());
        var seven = await Client.TryWithInputAsync(Widget("seven", size: 7, replicas: 1), "create", "-f", "-");
        Assert.That(seven.Error, Does.Contain($"ValidatingAdmissionPolicy '{Namespace}' with binding '{Namespace}' denied request: size 7 is taken"));
        await Client.ApplyAsync(Widget("eight", size: 8, replicas: 1));
    }

    private string Widget(string name, int size, int replicas) => $$"""
        apiVersion: {{Group}}/v1
        kind: Widget
        metadata: { name: {{name}} }
        spec: { size: {{size}}, replicas: {{replicas}} }
        """;

    private string Definition() => $$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: { name: widgets.{{Group}} }
        spec:
          group: {{Group}}
          scope: Namespaced
          names: { plural: widgets, kind: Widget, shortNames: [wd] }
          versions:
            - name: v1
              served: true
              storage: true
              subresources: { scale: { specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas } }
              additionalPrinterColumns: [{ name: Size, type: integer, jsonPath: .spec.size }]
              schema:
                openAPIV3Schema:
                  type: object
                  properties:
                    spec:
                      type: object
                      properties:
                        size: { type: integer, minimum: 1, description: How big it is }
                        replicas: { type: integer, default: 1 }
                      x-kubernetes-validations: [{ rule: "self.size <= 10 || self.replicas == 1", message: big ones come alone }]
        """;

    private string Policy() => $$"""
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: { name: {{Namespace}} }
        spec:
          matchConstraints: { resourceRules: [{ apiGroups: ["{{Group}}"], apiVersions: ["*"], operations: [CREATE], resources: [widgets] }] }
          validations: [{ expression: "object.spec.size != 7", messageExpression: "'size ' + string(object.spec.size) + ' is taken'" }]
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: { name: {{Namespace}} }
        spec: { policyName: {{Namespace}}, validationActions: [Deny] }
        """;
}

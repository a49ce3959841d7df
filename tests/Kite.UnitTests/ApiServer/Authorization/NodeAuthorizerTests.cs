using Kite.Api.Models.CoreV1;
using Kite.ApiServer.Authorization;
using Kite.ApiServer.Authorization.Nodes;
using Kite.ApiServer.Authorization.Rbac;
using Kite.ApiServer.Bootstrap;
using Kite.Testing.ApiServer;

namespace Kite.UnitTests.ApiServer.Authorization;

public sealed class NodeAuthorizerTests
{
    private FakeResourceCaches caches = null!;
    private AuthorizerChain authorizer = null!;

    [SetUp]
    public void SetUp()
    {
        caches = new();
        var nodes = new NodeAuthorizer(new NodePods(caches), new NodeRules(DefaultPolicy.Load()));
        authorizer = new AuthorizerChain(nodes, new RbacAuthorizer(new RbacPolicy(caches)));
        PutPod("web", "n1");
        PutPod("other", "n2", prefix: "other-");
    }

    [TestCase("get nodes in /n1")]
    [TestCase("create nodes")]
    [TestCase("patch nodes/status in /n1")]
    [TestCase("get secrets in default/env-secret")]
    [TestCase("watch secrets in default/volume-secret")]
    [TestCase("get secrets in default/pull-secret")]
    [TestCase("get secrets in default/projected-secret")]
    [TestCase("get configmaps in default/env-map")]
    [TestCase("get configmaps in default/init-map")]
    [TestCase("get persistentvolumeclaims in default/claim")]
    [TestCase("create serviceaccounts/token in default/account")]
    [TestCase("get pods in default/web")]
    [TestCase("list pods in / by spec.nodeName=n1")]
    [TestCase("watch pods in / by spec.nodeName=n1")]
    [TestCase("update pods/status in default/web")]
    [TestCase("create leases.coordination.k8s.io in kube-node-lease")]
    [TestCase("update leases.coordination.k8s.io in kube-node-lease/n1")]
    [TestCase("list services")]
    [TestCase("create events in default")]
    [TestCase("create subjectaccessreviews.authorization.k8s.io")]
    [TestCase("get runtimeclasses.node.k8s.io in /x")]
    public void A_node_may(string request) => Assert.That(Ask(request).Allowed, Is.True, request);

    [TestCase("list nodes", "node 'n1' cannot read all nodes, only its own Node object")]
    [TestCase("get nodes in /n2", "node 'n1' cannot read 'n2', only its own Node object")]
    [TestCase("delete nodes in /n1", "")]
    [TestCase("get secrets in default/other-env-secret", "no relationship found between node 'n1' and this object")]
    [TestCase("get secrets in elsewhere/env-secret", "no relationship found between node 'n1' and this object")]
    [TestCase("list secrets in default", "No Object name found")]
    [TestCase("list secrets", "can only read namespaced object of this type")]
    [TestCase("update secrets in default/env-secret", "can only read resources of this type")]
    [TestCase("create serviceaccounts/token in default/other-account", "no relationship found between node 'n1' and this object")]
    [TestCase("get serviceaccounts in default/account", "can only create tokens for individual service accounts")]
    [TestCase("list pods", "can only list/watch pods with spec.nodeName field selector")]
    [TestCase("list pods in / by spec.nodeName=n2", "can only list/watch pods with spec.nodeName field selector")]
    [TestCase("list pods in / by spec.nodeName!=n1", "can only list/watch pods with spec.nodeName field selector")]
    [TestCase("update leases.coordination.k8s.io in kube-node-lease/n2", "can only access node lease with the same name as the requesting node")]
    [TestCase("update leases.coordination.k8s.io in kube-system/n1", "can only access leases in the \"kube-node-lease\" system namespace")]
    [TestCase("create deployments.apps in default", "")]
    public void A_node_may_not(string request, string reason) => Assert.That(Ask(request), Is.EqualTo(new AuthorizationDecision(false, reason)), request);

    [Test]
    public void A_mirror_pod_gives_its_node_nothing()
    {
        PutPod("mirror", "n1", prefix: "stolen-", annotation: "kubernetes.io/config.mirror");
        Assert.That(Ask("get secrets in default/stolen-env-secret").Allowed, Is.False);
    }

    [Test]
    public void Outside_the_group_of_nodes_a_node_name_means_nothing() =>
        Assert.That(authorizer.Authorize(Requests.By("system:node:n1", "get nodes in /n1", "system:authenticated")).Allowed, Is.False);

    [Test]
    public void Masters_may_do_anything() => Assert.That(authorizer.Authorize(Requests.By("root", "delete secrets in kube-system/x", "system:masters")).Allowed, Is.True);

    private AuthorizationDecision Ask(string request) => authorizer.Authorize(Requests.By("system:node:n1", request, "system:nodes", "system:authenticated"));

    private void PutPod(string name, string node, string prefix = "", string annotation = "x") => caches.Put(
        new Pod
        {
            Metadata = new() { Name = name, Namespace = "default", Annotations = new Dictionary<string, string> { [annotation] = "1" } },
            Spec = new()
            {
                NodeName = node,
                ServiceAccountName = prefix + "account",
                ImagePullSecrets = [new() { Name = prefix + "pull-secret" }],
                InitContainers = [new() { Name = "i", EnvFrom = [new() { ConfigMapRef = new() { Name = prefix + "init-map" } }] }],
                Containers =
                [
                    new()
                    {
                        Name = "c",
                        Env =
                        [
                            new() { Name = "A", ValueFrom = new() { SecretKeyRef = new() { Name = prefix + "env-secret", Key = "k" } } },
                            new() { Name = "B", ValueFrom = new() { ConfigMapKeyRef = new() { Name = prefix + "env-map", Key = "k" } } },
                        ],
                    },
                ],
                Volumes =
                [
                    new() { Name = "s", Secret = new() { SecretName = prefix + "volume-secret" } },
                    new() { Name = "p", Projected = new() { Sources = [new() { Secret = new() { Name = prefix + "projected-secret" } }] } },
                    new() { Name = "d", PersistentVolumeClaim = new() { ClaimName = prefix + "claim" } },
                ],
            },
        },
        ("spec.nodeName", node));
}

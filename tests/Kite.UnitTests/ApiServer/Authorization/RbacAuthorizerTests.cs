using Kite.Api.Meta;
using Kite.Api.Models.RbacV1;
using Kite.ApiServer.Authorization.Rbac;
using Kite.Testing.ApiServer;

namespace Kite.UnitTests.ApiServer.Authorization;

public sealed class RbacAuthorizerTests
{
    private FakeResourceCaches caches = null!;
    private RbacAuthorizer authorizer = null!;

    [SetUp]
    public void SetUp()
    {
        caches = new();
        authorizer = new RbacAuthorizer(new RbacPolicy(caches));
    }

    [TestCase("get", "", "pods", "", "get pods in default/web", true)]
    [TestCase("get", "", "pods", "", "get pods/log in default/web", false)]
    [TestCase("get", "", "pods/log", "", "get pods/log in default/web", true)]
    [TestCase("get", "", "pods/log", "", "get pods in default/web", false)]
    [TestCase("get", "", "*", "", "get pods/log in default/web", true)]
    [TestCase("get", "*", "*/scale", "", "get deployments.apps/scale in default/web", true)]
    [TestCase("get", "*", "*/scale", "", "get deployments.apps/status in default/web", false)]
    [TestCase("get", "", "pods", "", "get pods.metrics.k8s.io in default/web", false)]
    [TestCase("*", "*", "*", "", "deletecollection secrets in default", true)]
    [TestCase("get", "", "secrets", "mine", "get secrets in default/mine", true)]
    [TestCase("get", "", "secrets", "mine", "get secrets in default/yours", false)]
    [TestCase("list", "", "secrets", "mine", "list secrets in default", false)]
    [TestCase("get", "", "pods", "", "list pods in default", false)]
    public void A_rule_covers(string verbs, string groups, string resources, string names, string request, bool allowed)
    {
        caches.Put(new ClusterRole
        {
            Metadata = new() { Name = "r" },
            Rules = [new() { Verbs = verbs.Split(','), ApiGroups = groups.Split(','), Resources = resources.Split(','), ResourceNames = names.Length == 0 ? [] : names.Split(',') }],
        });
        Bind("r", "User", "jane");
        Assert.That(authorizer.Authorize(Requests.By("jane", request)).Allowed, Is.EqualTo(allowed));
    }

    [TestCase("/healthz", "/healthz", true)]
    [TestCase("/healthz", "/healthz/etcd", false)]
    [TestCase("/healthz/*", "/healthz/etcd", true)]
    [TestCase("/apis*", "/apis", true)]
    [TestCase("*", "/whatever", true)]
    public void A_rule_covers_a_path(string rule, string path, bool allowed)
    {
        caches.Put(new ClusterRole { Metadata = new() { Name = "r" }, Rules = [new() { Verbs = ["get"], NonResourceURLs = [rule] }] });
        Bind("r", "Group", "people");
        Assert.That(authorizer.Authorize(Requests.By("jane", $"get {path}", "people")).Allowed, Is.EqualTo(allowed));
    }

    [Test]
    public void A_role_binding_grants_a_cluster_role_in_its_namespace_only()
    {
        caches.Put(new ClusterRole { Metadata = new() { Name = "reader" }, Rules = [PodReading] });
        caches.Put(new RoleBinding { Metadata = new() { Name = "b", Namespace = "one" }, RoleRef = new() { Kind = "ClusterRole", Name = "reader" }, Subjects = [new() { Kind = "ServiceAccount", Name = "app" }] });
        var account = "system:serviceaccount:one:app";
        Assert.That(authorizer.Authorize(Requests.By(account, "get pods in one/p")).Reason, Is.EqualTo("RBAC: allowed by RoleBinding \"b/one\" of ClusterRole \"reader\" to ServiceAccount \"app/one\""));
        Assert.That(authorizer.Authorize(Requests.By(account, "get pods in two/p")).Allowed, Is.False);
        Assert.That(authorizer.Authorize(Requests.By(account, "get pods")).Allowed, Is.False);
    }

    [Test]
    public void A_change_counts_at_the_next_question()
    {
        caches.Put(new ClusterRole { Metadata = new() { Name = "r" }, Rules = [PodReading] });
        Assert.That(authorizer.Authorize(Requests.By("jane", "get pods in a/p")).Allowed, Is.False);
        Bind("r", "User", "jane");
        Assert.That(authorizer.Authorize(Requests.By("jane", "get pods in a/p")).Allowed, Is.True);
        caches.Remove(ClusterRoleBinding.Resource, new ObjectKey("", "b-r"));
        Assert.That(authorizer.Authorize(Requests.By("jane", "get pods in a/p")).Allowed, Is.False);
    }

    [Test]
    public void A_binding_of_a_missing_role_is_named_in_the_reason()
    {
        Bind("gone", "User", "jane");
        Assert.That(authorizer.Authorize(Requests.By("jane", "get pods in a/p")), Is.EqualTo(new Kite.ApiServer.Authorization.AuthorizationDecision(false, "RBAC: clusterrole.rbac.authorization.k8s.io \"gone\" not found")));
    }

    private static PolicyRule PodReading => new() { Verbs = ["get"], ApiGroups = [""], Resources = ["pods"] };

    private void Bind(string role, string kind, string subject) => caches.Put(new ClusterRoleBinding
    {
        Metadata = new() { Name = "b-" + role },
        RoleRef = new() { Kind = "ClusterRole", Name = role },
        Subjects = [new() { Kind = kind, Name = subject }],
    });
}

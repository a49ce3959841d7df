using Kite.ApiServer.Authorization.Rbac;
using Kite.ApiServer.Bootstrap;
using Kite.Testing.ApiServer;

namespace Kite.UnitTests.ApiServer.Authorization;

public sealed class DefaultPolicyTests
{
    private RbacAuthorizer authorizer = null!;

    [SetUp]
    public void SetUp()
    {
        var caches = new FakeResourceCaches();
        var policy = DefaultPolicy.Load();
        foreach (var role in policy.ClusterRoles) caches.Put(role);
        foreach (var binding in policy.ClusterRoleBindings) caches.Put(binding);
        foreach (var role in policy.Roles) caches.Put(role);
        foreach (var binding in policy.RoleBindings) caches.Put(binding);
        authorizer = new RbacAuthorizer(new RbacPolicy(caches));
    }

    [TestCase("system:masters", "delete nodes in /n1")]
    [TestCase("system:masters", "post /anything")]
    [TestCase("system:authenticated", "get /apis/apps/v1")]
    [TestCase("system:authenticated", "get /openapi/v3")]
    [TestCase("system:authenticated", "create selfsubjectaccessreviews.authorization.k8s.io")]
    [TestCase("system:unauthenticated", "get /readyz")]
    [TestCase("system:unauthenticated", "get /version")]
    [TestCase("system:unauthenticated", "get configmaps in kube-public/cluster-info")]
    [TestCase("system:bootstrappers:kite:default-node-token", "create certificatesigningrequests.certificates.k8s.io")]
    [TestCase("system:bootstrappers:kite:default-node-token", "create certificatesigningrequests.certificates.k8s.io/nodeclient")]
    [TestCase("system:nodes", "create certificatesigningrequests.certificates.k8s.io/selfnodeclient")]
    [TestCase("system:nodes", "watch endpointslices.discovery.k8s.io")]
    [TestCase("system:serviceaccounts", "get /openid/v1/jwks")]
    public void A_group_may(string group, string request) => Assert.That(authorizer.Authorize(Requests.By("someone", request, group)).Allowed, Is.True);

    [TestCase("system:authenticated", "list pods in default")]
    [TestCase("system:authenticated", "get /metrics")]
    [TestCase("system:unauthenticated", "get /api")]
    [TestCase("system:unauthenticated", "get /openapi/v2")]
    [TestCase("system:unauthenticated", "list configmaps in kube-public")]
    [TestCase("system:unauthenticated", "get configmaps in kube-public/other")]
    [TestCase("system:bootstrappers:kite:default-node-token", "list secrets in kube-system")]
    [TestCase("system:nodes", "list secrets in kube-system")]
    [TestCase("system:nodes", "create certificatesigningrequests.certificates.k8s.io/nodeclient")]
    public void A_group_may_not(string group, string request) => Assert.That(authorizer.Authorize(Requests.By("someone", request, group)).Allowed, Is.False);

    [TestCase("system:kube-scheduler", "create pods/binding in default/web")]
    [TestCase("system:kube-scheduler", "update leases.coordination.k8s.io in kube-system/kube-scheduler")]
    [TestCase("system:serviceaccount:kube-system:deployment-controller", "create replicasets.apps in default")]
    [TestCase("system:serviceaccount:kube-system:endpointslice-controller", "create endpointslices.discovery.k8s.io in default")]
    [TestCase("system:serviceaccount:kube-system:generic-garbage-collector", "delete widgets.example.com in default/w")]
    [TestCase("system:serviceaccount:kube-system:disruption-controller", "get widgets.example.com/scale in default/w")]
    [TestCase("system:serviceaccount:kube-system:certificate-controller", "delete certificatesigningrequests.certificates.k8s.io in /csr-1")]
    public void A_component_may_do_its_work(string user, string request) => Assert.That(authorizer.Authorize(Requests.By(user, request)).Allowed, Is.True);

    [Test]
    public void Every_binding_names_a_role_that_exists()
    {
        var policy = DefaultPolicy.Load();
        var names = policy.ClusterRoles.Select(role => role.Metadata.Name).ToHashSet();
        Assert.That(policy.ClusterRoleBindings.Select(binding => binding.RoleRef.Name).Distinct(), Is.SubsetOf(names));
        Assert.That(policy.RoleBindings.Select(binding => (binding.Metadata.Namespace, binding.RoleRef.Name)), Is.SubsetOf(policy.Roles.Select(role => (role.Metadata.Namespace, role.Metadata.Name))));
        Assert.That(names, Has.Count.EqualTo(policy.ClusterRoles.Count), "no role twice");
    }
}

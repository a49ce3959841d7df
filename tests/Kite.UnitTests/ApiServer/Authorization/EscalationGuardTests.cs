using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.RbacV1;
using Kite.ApiServer.Admission;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authorization;
using Kite.ApiServer.Authorization.Nodes;
using Kite.ApiServer.Authorization.Rbac;
using Kite.ApiServer.Bootstrap;
using Kite.ApiServer.Registry;
using Kite.Testing.ApiServer;

namespace Kite.UnitTests.ApiServer.Authorization;

public sealed class EscalationGuardTests
{
    private FakeResourceCaches caches = null!;
    private EscalationGuard guard = null!;

    [SetUp]
    public void SetUp()
    {
        caches = new();
        var rbac = new RbacAuthorizer(new RbacPolicy(caches));
        guard = new(new AuthorizerChain(new NodeAuthorizer(new NodePods(caches), new NodeRules(DefaultPolicy.Load())), rbac), rbac);
        Grant("pods", ["get", "list"], [""], ["pods"]);
    }

    [Test]
    public void A_role_within_ones_own_rights_may_be_written() => Assert.That(() => Write(Role(["get"], ["pods"])), Throws.Nothing);

    [Test]
    public void A_role_beyond_ones_own_rights_is_refused_in_upstreams_words() => Assert.That(
        () => Write(Role(["get", "delete", "watch"], ["pods", "secrets"])),
        Throws.InstanceOf<ApiStatusException>().With.Message.EqualTo(
            "roles.rbac.authorization.k8s.io \"r\" is forbidden: user \"jane\" (groups=[\"dev\" \"system:authenticated\"]) is attempting to grant RBAC permissions not currently held:\n"
            + "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"delete\" \"watch\"]}\n"
            + "{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\" \"delete\" \"watch\"]}"));

    [Test]
    public void Who_may_escalate_may_write_any_role()
    {
        Grant("escalate", ["escalate"], ["rbac.authorization.k8s.io"], ["roles"]);
        Assert.That(() => Write(Role(["*"], ["*"])), Throws.Nothing);
    }

    [Test]
    public void Masters_may_write_any_role() => Assert.That(() => Write(Role(["*"], ["*"]), groups: "system:masters"), Throws.Nothing);

    [Test]
    public void An_update_that_leaves_the_rules_alone_is_no_escalation()
    {
        var role = Role(["*"], ["*"]);
        var relabeled = role with { Metadata = role.Metadata with { Labels = new Dictionary<string, string> { ["a"] = "b" } } };
        Assert.That(() => Write(relabeled, old: role), Throws.Nothing);
    }

    [Test]
    public void A_binding_needs_the_rights_of_its_role_or_the_right_to_bind()
    {
        caches.Put(new ClusterRole { Metadata = new() { Name = "big" }, Rules = [new() { Verbs = ["*"], ApiGroups = ["*"], Resources = ["*"] }] });
        var binding = new RoleBinding { Metadata = new() { Name = "b", Namespace = "ns" }, RoleRef = new() { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = "big" } };
        Assert.That(() => Write(binding), Throws.InstanceOf<ApiStatusException>().With.Message.Contains("not currently held:\n{APIGroups:[\"*\"], Resources:[\"*\"], Verbs:[\"*\"]}"));
        Grant("bind", ["bind"], ["rbac.authorization.k8s.io"], ["clusterroles"]);
        Assert.That(() => Write(binding), Throws.Nothing);
    }

    [Test]
    public void A_binding_of_a_missing_role_is_not_found()
    {
        var binding = new RoleBinding { Metadata = new() { Name = "b", Namespace = "ns" }, RoleRef = new() { Kind = "Role", Name = "gone" } };
        Assert.That(() => Write(binding), Throws.InstanceOf<ApiStatusException>().With.Message.EqualTo("roles.rbac.authorization.k8s.io \"gone\" not found"));
    }

    private static Role Role(string[] verbs, string[] resources) => new() { Metadata = new() { Name = "r", Namespace = "ns" }, Rules = [new() { Verbs = verbs, ApiGroups = [""], Resources = resources }] };

    private void Write(Role role, Role? old = null, string groups = "dev") => Write(Kite.Api.Models.RbacV1.Role.Resource, role.ToNode(), old?.ToNode(), groups);

    private void Write(RoleBinding binding) => Write(RoleBinding.Resource, binding.ToNode(), null, "dev");

    private void Write(ApiResource resource, JsonObject value, JsonObject? old, string groups) => guard.ValidateAsync(
        new()
        {
            Operation = old is null ? AdmissionOperation.Create : AdmissionOperation.Update,
            Resource = resource,
            Namespace = "ns",
            Name = value["metadata"]!["name"]!.GetValue<string>(),
            User = new UserInfo("jane", [groups, "system:authenticated"]),
            Object = value,
            OldObject = old,
            Warn = _ => { },
        },
        CancellationToken.None).AsTask().GetAwaiter().GetResult();

    private void Grant(string name, string[] verbs, string[] groups, string[] resources)
    {
        caches.Put(new ClusterRole { Metadata = new() { Name = name }, Rules = [new() { Verbs = verbs, ApiGroups = groups, Resources = resources }] });
        caches.Put(new ClusterRoleBinding { Metadata = new() { Name = name }, RoleRef = new() { Kind = "ClusterRole", Name = name }, Subjects = [new() { Kind = "User", Name = "jane" }] });
    }
}

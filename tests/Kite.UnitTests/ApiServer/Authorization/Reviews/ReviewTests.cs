using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Models.AuthorizationV1;
using Kite.Api.Models.RbacV1;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Authorization;
using Kite.ApiServer.Authorization.Nodes;
using Kite.ApiServer.Authorization.Rbac;
using Kite.ApiServer.Authorization.Reviews;
using Kite.ApiServer.Bootstrap;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;
using Kite.Testing.ApiServer;
using Microsoft.AspNetCore.Http;

namespace Kite.UnitTests.ApiServer.Authorization.Reviews;

public sealed class ReviewTests
{
    private FakeResourceCaches caches = null!;
    private RbacAuthorizer rbac = null!;
    private AuthorizerChain authorizer = null!;

    [SetUp]
    public void SetUp()
    {
        caches = new();
        rbac = new(new RbacPolicy(caches));
        authorizer = new(new NodeAuthorizer(new NodePods(caches), new NodeRules(DefaultPolicy.Load())), rbac);
        caches.Put(new Role { Metadata = new() { Name = "r", Namespace = "ns" }, Rules = [new() { Verbs = ["get"], ApiGroups = [""], Resources = ["pods"] }] });
        caches.Put(new RoleBinding { Metadata = new() { Name = "b", Namespace = "ns" }, RoleRef = new() { Kind = "Role", Name = "r" }, Subjects = [new() { Kind = "User", Name = "jane" }] });
        caches.Put(new ClusterRole { Metadata = new() { Name = "c" }, Rules = [new() { Verbs = ["get"], NonResourceURLs = ["/healthz"] }] });
        caches.Put(new ClusterRoleBinding { Metadata = new() { Name = "c" }, RoleRef = new() { Kind = "ClusterRole", Name = "c" }, Subjects = [new() { Kind = "Group", Name = "dev" }] });
    }

    [TestCase("ns", true)]
    [TestCase("other", false)]
    public async Task A_subject_access_review_asks_for_somebody_else(string @namespace, bool allowed)
    {
        var answer = await PostAsync<SubjectAccessReview>(new SubjectAccessReviews(authorizer), new SubjectAccessReview { Spec = new() { User = "jane", ResourceAttributes = Pods(@namespace) } });
        Assert.That(answer.Status.Allowed, Is.EqualTo(allowed));
        Assert.That(answer.Status.Reason, allowed ? Is.EqualTo("RBAC: allowed by RoleBinding \"b/ns\" of Role \"r\" to User \"jane\"") : Is.Null);
    }

    [Test]
    public async Task A_self_review_asks_for_who_sends_it()
    {
        var question = new SelfSubjectAccessReview { Spec = new() { NonResourceAttributes = new() { Verb = "get", Path = "/healthz" } } };
        Assert.That((await PostAsync<SelfSubjectAccessReview>(new SelfSubjectAccessReviews(authorizer), question, user: "dan", group: "dev")).Status.Allowed, Is.True);
        Assert.That((await PostAsync<SelfSubjectAccessReview>(new SelfSubjectAccessReviews(authorizer), question, user: "dan", group: "ops")).Status.Allowed, Is.False);
    }

    [Test]
    public async Task A_rules_review_lists_what_one_may_do_in_a_namespace()
    {
        var answer = await PostAsync<SelfSubjectRulesReview>(new SelfSubjectRulesReviews(rbac, authorizer), new SelfSubjectRulesReview { Spec = new() { Namespace = "ns" } }, user: "jane", group: "dev");
        Assert.That(answer.Status.ResourceRules.Single().Resources, Is.EqualTo(new[] { "pods" }));
        Assert.That(answer.Status.NonResourceRules.Single().NonResourceURLs, Is.EqualTo(new[] { "/healthz" }));
    }

    [Test]
    public void A_review_of_nothing_or_nobody_is_invalid()
    {
        Assert.That(
            () => PostAsync<SubjectAccessReview>(new SubjectAccessReviews(authorizer), new SubjectAccessReview { Spec = new() { User = "jane" } }),
            Throws.InstanceOf<ApiStatusException>().With.Message.Contains("spec.resourceAttributes: Invalid value: \"null\": exactly one of nonResourceAttributes or resourceAttributes must be specified"));
        Assert.That(
            () => PostAsync<SubjectAccessReview>(new SubjectAccessReviews(authorizer), new SubjectAccessReview { Spec = new() { ResourceAttributes = Pods("ns") } }),
            Throws.InstanceOf<ApiStatusException>().With.Message.Contains("spec.user: Invalid value: \"\": at least one of user or group must be specified"));
    }

    [Test]
    public void A_local_review_stays_in_its_namespace() => Assert.That(
        () => PostAsync<LocalSubjectAccessReview>(new LocalSubjectAccessReviews(authorizer), new LocalSubjectAccessReview { Spec = new() { User = "jane", ResourceAttributes = Pods("other") } }),
        Throws.InstanceOf<ApiStatusException>().With.Message.Contains("spec.resourceAttributes.namespace: Invalid value: \"other\": must match metadata.namespace"));

    [Test]
    public void A_review_with_a_name_or_an_empty_selector_is_invalid()
    {
        Assert.That(
            () => PostAsync<SelfSubjectAccessReview>(new SelfSubjectAccessReviews(authorizer), new SelfSubjectAccessReview { Metadata = new() { Name = "x" }, Spec = new() { ResourceAttributes = Pods("ns") } }),
            Throws.InstanceOf<ApiStatusException>().With.Message.Contains("must be empty"));
        Assert.That(
            () => PostAsync<SelfSubjectAccessReview>(new SelfSubjectAccessReviews(authorizer), new SelfSubjectAccessReview { Spec = new() { ResourceAttributes = Pods("ns") with { FieldSelector = new() } } }),
            Throws.InstanceOf<ApiStatusException>().With.Message.Contains("when spec.resourceAttributes.fieldSelector is specified, requirements or rawSelector is required"));
    }

    [Test]
    public async Task A_node_may_list_its_pods_when_the_review_says_so_in_its_selector()
    {
        var question = new SubjectAccessReview
        {
            Spec = new()
            {
                User = "system:node:n1",
                Groups = ["system:nodes"],
                ResourceAttributes = new() { Verb = "list", Resource = "pods", FieldSelector = new() { Requirements = [new() { Key = "spec.nodeName", Operator = "In", Values = ["n1"] }] } },
            },
        };
        Assert.That((await PostAsync<SubjectAccessReview>(new SubjectAccessReviews(authorizer), question)).Status.Allowed, Is.True);
        var unselected = question with { Spec = question.Spec with { ResourceAttributes = question.Spec.ResourceAttributes with { FieldSelector = null } } };
        Assert.That((await PostAsync<SubjectAccessReview>(new SubjectAccessReviews(authorizer), unselected)).Status.Allowed, Is.False);
    }

    [TestCase("list pods in default", "pods is forbidden: User \"jane\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\"")]
    [TestCase("get deployments.apps/scale in default/web", "deployments.apps \"web\" is forbidden: User \"jane\" cannot get resource \"deployments/scale\" in API group \"apps\" in the namespace \"default\"")]
    [TestCase("list nodes", "nodes is forbidden: User \"jane\" cannot list resource \"nodes\" in API group \"\" at the cluster scope")]
    [TestCase("get namespaces in prod/prod", "namespaces \"prod\" is forbidden: User \"jane\" cannot get resource \"namespaces\" in API group \"\" in the namespace \"prod\"")]
    [TestCase("get /metrics", "forbidden: User \"jane\" cannot get path \"/metrics\"")]
    public void A_refusal_reads_as_kube_apiservers(string request, string message)
    {
        var attributes = Requests.By("jane", request);
        Assert.That(ForbiddenMessage.Exception(attributes, authorizer.Authorize(attributes)).Message, Is.EqualTo(message));
    }

    private static ResourceAttributes Pods(string @namespace) => new() { Namespace = @namespace, Verb = "get", Resource = "pods", Name = "p" };

    private static async Task<T> PostAsync<T>(ICreateOnlyResource resource, T question, string user = "admin", string group = "system:authenticated")
        where T : class, Kite.Api.Models.IApiModel<T>
    {
        JsonObject body = question.ToNode();
        var request = new ApiRequest
        {
            Context = new DefaultHttpContext(),
            Info = new() { IsResourceRequest = true, Path = "/", Verb = "create", Namespace = "ns" },
            Query = RequestQuery.Empty,
            User = new UserInfo(user, [group]),
            Format = ResponseFormat.Json,
        };
        return (await resource.CreateAsync(request, body, CancellationToken.None)).ToModel<T>();
    }
}

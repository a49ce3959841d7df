using System.Net;
using System.Text.Json.Nodes;

namespace Kite.IntegrationTests.ApiServer.CustomResources;

public sealed class DefinitionLifeTests : CustomResourceTests
{
    [Test]
    public async Task A_definition_is_established_and_its_objects_are_served()
    {
        var (before, _) = await SendAsync(HttpMethod.Get, CronTabs);
        var definition = await DefineAsync(Definition(Version("v1")));

        Assert.That(before, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(Condition(definition, "NamesAccepted", "reason"), Is.EqualTo("NoConflicts"));
        Assert.That(Condition(definition, "Established", "reason"), Is.EqualTo("InitialNamesAccepted"));
        Assert.That(JsonNode.DeepEquals(definition["status"]!["acceptedNames"], definition["spec"]!["names"]), Is.True);

        var created = await CreateAsync(CronTabs, Body("a", """{"cronSpec":"* * * * */5","replicas":3}"""));

        Assert.That(Text(created, "metadata.generation"), Is.EqualTo("1"));
        Assert.That((await GetAsync($"{CronTabs}/a")).ToJsonString(), Is.EqualTo(created.ToJsonString()));
        var list = await GetAsync(CronTabs);
        Assert.That(Text(list, "kind"), Is.EqualTo("CronTabList"));
        Assert.That(list["items"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Names_that_another_definition_has_are_refused_until_they_are_free()
    {
        await DefineAsync(Definition(Version("v1")));
        const string Names = """ "plural":"others","singular":"other","kind":"CronTab","listKind":"OtherList","shortNames":["ct"] """;
        await CreateAsync(Definitions, Definition(Version("v1"), names: Names, plural: "others"));

        var other = await WaitAsync($"{Definitions}/others.{Group}", found => Condition(found, "NamesAccepted").Length > 0);

        Assert.That(Condition(other, "NamesAccepted"), Is.EqualTo("False"));
        Assert.That(Condition(other, "NamesAccepted", "reason"), Is.EqualTo("KindConflict"));
        Assert.That(Condition(other, "NamesAccepted", "message"), Is.EqualTo("\"CronTab\" is already in use"));
        Assert.That(Condition(other, "Established", "reason"), Is.EqualTo("NotAccepted"));
        var (code, _) = await SendAsync(HttpMethod.Get, Path("v1", "others"));
        Assert.That(code, Is.EqualTo(HttpStatusCode.NotFound));

        await DeleteAsync($"{Definitions}/{Name}");
        await EstablishedAsync($"others.{Group}");
        await GetAsync(Path("v1", "others"));
    }

    [Test]
    public async Task A_deleted_definition_takes_its_objects_with_it_and_ends_their_watches()
    {
        await DefineAsync(Definition(Version("v1")));
        await CreateAsync(CronTabs, Body("a"));
        using var watch = await WatchStream.OpenAsync($"{CronTabs}?watch=1");

        await DeleteAsync($"{Definitions}/{Name}");
        await GoneAsync($"{Definitions}/{Name}");

        Assert.That(await watch.NextTextAsync(), Is.EqualTo("ADDED a"));
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("DELETED a"));
        Assert.That(await watch.NextTextAsync(), Is.EqualTo("end"));
        await GoneAsync(CronTabs);
        await DefineAsync(Definition(Version("v1")));
        Assert.That((await GetAsync(CronTabs))["items"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Objects_with_finalizers_keep_their_definition_which_takes_no_new_ones()
    {
        await DefineAsync(Definition(Version("v1")));
        await CreateAsync(CronTabs, Body("held", metadata: ""","finalizers":["example.com/hold"]"""));
        await CreateAsync(CronTabs, Body("free"));

        var (_, deleted) = await SendAsync(HttpMethod.Delete, $"{Definitions}/{Name}");
        var (code, refused) = await SendAsync(HttpMethod.Post, CronTabs, Body("late"));

        Assert.That(deleted["metadata"]!["finalizers"]!.ToJsonString(), Does.Contain("customresourcecleanup.apiextensions.k8s.io"));
        Assert.That(Condition(deleted, "Terminating"), Is.EqualTo("True"));
        Assert.That(code, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(Text(refused, "message"), Is.EqualTo("create not allowed while custom resource definition is terminating"));
        await GoneAsync($"{CronTabs}/free");
        await WaitAsync($"{Definitions}/{Name}", found => Condition(found, "Terminating", "reason") == "InstanceDeletionInProgress");
        var held = await WaitAsync($"{CronTabs}/held", found => Text(found, "metadata.deletionTimestamp").Length > 0);
        Assert.That(Text(held, "metadata.name"), Is.EqualTo("held"));

        await MergeAsync($"{CronTabs}/held", """{"metadata":{"finalizers":null}}""");

        await GoneAsync($"{Definitions}/{Name}");
    }

    [Test]
    public async Task A_group_of_the_project_needs_approval_and_says_so()
    {
        var definition = Definition(Version("v1")).Replace("example.com", "k8s.io", StringComparison.Ordinal)
            .Replace($"\"name\":\"crontabs.{Namespace}.k8s.io\"", $"\"name\":\"crontabs.{Namespace}.k8s.io\",\"annotations\":{{\"api-approved.kubernetes.io\":\"unapproved, a test\"}}", StringComparison.Ordinal);

        var created = await DefineAsync(definition);

        Assert.That(Condition(created, "KubernetesAPIApprovalPolicyConformant", "reason"), Is.EqualTo("UnapprovedAnnotation"));
        Assert.That(Condition(created, "KubernetesAPIApprovalPolicyConformant", "message"), Is.EqualTo("not approved: \"unapproved, a test\""));
        await DeleteAsync($"{Definitions}/crontabs.{Namespace}.k8s.io");
    }

    [Test]
    public async Task Versions_come_and_go_with_the_definition()
    {
        await DefineAsync(Definition(Version("v1") + "," + Version("v2", isStorage: false)));
        await CreateAsync(CronTabs, Body("a"));
        Assert.That(Text(await GetAsync($"{Path("v2")}/a"), "apiVersion"), Is.EqualTo($"{Group}/v2"));

        await MergeAsync($"{Definitions}/{Name}", $$"""{"spec":{"versions":[{{Version("v1")}}] } }""");

        await GoneAsync($"{Path("v2")}/a");
        Assert.That(Text(await GetAsync($"{CronTabs}/a"), "apiVersion"), Is.EqualTo($"{Group}/v1"));
    }
}

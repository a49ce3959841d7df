using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.ApiServer.Discovery;
using Kite.UnitTests.ApiServer.OpenApi;

namespace Kite.UnitTests.ApiServer.Discovery;

[TestFixture]
internal sealed class DiscoveryDocumentsTests
{
    private static readonly ResourceCatalogue Catalogue = ResourceCatalogue.Load();
    private static readonly DiscoveryDocuments Documents = Of(Catalogue);

    [Test]
    public void Every_group_is_listed_with_versions_that_list_their_resources()
    {
        var groups = JsonNode.Parse(Documents.GroupList())!["groups"]!.AsArray();
        Assert.That(Names(groups), Is.EquivalentTo(Catalogue.Resources.Select(definition => definition.Resource.Group).Where(group => group.Length > 0).Distinct()));
        foreach (var group in groups)
        {
            var name = group!["name"]!.GetValue<string>();
            Assert.That(group["versions"]!.AsArray().Select(version => version!.ToJsonString()), Does.Contain(group["preferredVersion"]!.ToJsonString()), name);
            foreach (var version in group["versions"]!.AsArray()) Assert.That(Documents.ResourceList(name, version!["version"]!.GetValue<string>()), Is.Not.Null, name);
        }
    }

    [Test]
    public void Plain_and_aggregated_documents_name_the_same_resources()
    {
        var plain = Catalogue.Resources.Select(definition => (definition.Resource.Group, definition.Resource.Version)).Distinct().SelectMany(pair => PlainNames(pair.Group, pair.Version));
        var aggregated = AggregatedNames(Documents.Aggregated(isCore: true, "v2")).Concat(AggregatedNames(Documents.Aggregated(isCore: false, "v2")));
        Assert.That(aggregated, Is.EquivalentTo(plain));
    }

    [Test]
    public void Pods_are_told_as_kubectl_needs_them()
    {
        var pods = Resource(Documents, "", "v1", "pods");
        Assert.That(pods["singularName"]!.GetValue<string>(), Is.EqualTo("pod"));
        Assert.That(pods["namespaced"]!.GetValue<bool>(), Is.True);
        Assert.That(pods["shortNames"]!.ToJsonString(), Is.EqualTo("""["po"]"""));
        Assert.That(pods["verbs"]!.AsArray().Select(verb => verb!.GetValue<string>()), Is.SupersetOf(new[] { "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection" }));
        // Upstream's own: the first eight bytes of the SHA-256 of "/v1/Pod".
        Assert.That(pods["storageVersionHash"]!.GetValue<string>(), Is.EqualTo("xPOwRZ+Yhw8="));
        Assert.That(Resource(Documents, "", "v1", "bindings")["storageVersionHash"], Is.Null);
    }

    [Test]
    public void A_subresource_of_another_group_says_which()
    {
        var scale = Resource(Documents, "apps", "v1", "deployments/scale");
        Assert.That((scale["group"]!.GetValue<string>(), scale["version"]!.GetValue<string>(), scale["kind"]!.GetValue<string>()), Is.EqualTo(("autoscaling", "v1", "Scale")));
    }

    [Test]
    public void What_is_not_served_has_no_document()
    {
        Assert.That(Documents.Group("nowhere.example"), Is.Null);
        Assert.That(Documents.Group(""), Is.Null);
        Assert.That(Documents.ResourceList("apps", "v9"), Is.Null);
    }

    [Test]
    public void Groups_come_in_upstreams_order() =>
        Assert.That(Names(JsonNode.Parse(Documents.GroupList())!["groups"]!.AsArray()).Take(5), Is.EqualTo(new[] { "apiregistration.k8s.io", "apps", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io" }));

    [Test]
    public void Custom_groups_come_after_the_built_in_ones_and_their_best_version_first()
    {
        var catalogue = ResourceCatalogue.Load();
        catalogue.SetCustom(
            "widgets.example.com",
            [.. new[] { "v1alpha1", "v1", "v10", "v2beta1", "foo" }.Select(version => CustomDefinitions.Define(catalogue, "example.com", version, "widgets", "Widget", """{"type":"object"}"""))]);

        var groups = JsonNode.Parse(Of(catalogue).GroupList())!["groups"]!.AsArray();

        // Upstream serves metrics from another server, whose priority is lower yet.
        Assert.That(groups[^1]!["name"]!.GetValue<string>(), Is.EqualTo("metrics.k8s.io"));
        Assert.That(groups[^2]!["name"]!.GetValue<string>(), Is.EqualTo("example.com"));
        Assert.That(groups[^2]!["versions"]!.AsArray().Select(version => version!["version"]!.GetValue<string>()), Is.EqualTo(new[] { "v10", "v1", "v2beta1", "v1alpha1", "foo" }));
        Assert.That(groups[^2]!["preferredVersion"]!["groupVersion"]!.GetValue<string>(), Is.EqualTo("example.com/v10"));
    }

    [Test]
    public void Another_servers_group_stands_where_its_priority_says_with_what_it_says_of_itself()
    {
        var remote = new DiscoveryVersion("v1beta1", []) { IsRemote = true, IsStale = true, Remote = Encoding.UTF8.GetBytes("""[{"resource":"nodes"}]""") };
        var documents = new DiscoveryDocuments(DiscoverySnapshot.Of(Catalogue.Resources, [("metrics.k8s.io", 17790, 100, remote)]), "");

        var items = JsonNode.Parse(documents.Aggregated(isCore: false, "v2"))!["items"]!.AsArray();

        Assert.That(items.Take(3).Select(item => item!["metadata"]!["name"]!.GetValue<string>()), Is.EqualTo(new[] { "apiregistration.k8s.io", "apps", "metrics.k8s.io" }));
        Assert.That(items[2]!["versions"]![0]!.ToJsonString(), Is.EqualTo("""{"version":"v1beta1","resources":[{"resource":"nodes"}],"freshness":"Stale"}"""));
        Assert.That(documents.ResourceList("metrics.k8s.io", "v1beta1"), Is.Null, "it answers that itself");
    }

    [Test]
    public void A_group_version_that_another_server_takes_over_is_that_servers_alone()
    {
        var remote = new DiscoveryVersion("v1", []) { IsRemote = true };
        var documents = new DiscoveryDocuments(DiscoverySnapshot.Of(Catalogue.Resources, [("batch", 17400, 15, remote)]), "");

        Assert.That(documents.ResourceList("batch", "v1"), Is.Null);
        Assert.That(JsonNode.Parse(documents.Group("batch")!)!["versions"]!.AsArray(), Has.Count.EqualTo(1));
    }

    private static DiscoveryDocuments Of(ResourceCatalogue catalogue) => new(DiscoverySnapshot.Of(catalogue.Resources, []), "");

    private static IEnumerable<string> Names(JsonArray groups) => groups.Select(group => group!["name"]!.GetValue<string>());

    private static JsonNode Resource(DiscoveryDocuments documents, string group, string version, string name) =>
        JsonNode.Parse(documents.ResourceList(group, version)!)!["resources"]!.AsArray().Single(resource => resource!["name"]!.GetValue<string>() == name)!;

    private static IEnumerable<string> PlainNames(string group, string version) =>
        JsonNode.Parse(Documents.ResourceList(group, version)!)!["resources"]!.AsArray().Select(resource => $"{group}/{version}/{resource!["name"]}");

    private static IEnumerable<string> AggregatedNames(byte[] document) =>
        from item in Items(JsonNode.Parse(document)!["items"])
        from version in Items(item["versions"])
        from resource in Items(version["resources"])
        let name = $"{item["metadata"]!["name"]}/{version["version"]}/{resource["resource"]}"
        from full in Items(resource["subresources"]).Select(subresource => $"{name}/{subresource["subresource"]}").Prepend(name)
        select full;

    private static IEnumerable<JsonNode> Items(JsonNode? list) => list?.AsArray().OfType<JsonNode>() ?? [];
}

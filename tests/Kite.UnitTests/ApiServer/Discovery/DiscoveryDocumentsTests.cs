using System.Text.Json.Nodes;
using Kite.Api.Schema;
using Kite.ApiServer.Discovery;

namespace Kite.UnitTests.ApiServer.Discovery;

[TestFixture]
internal sealed class DiscoveryDocumentsTests
{
    private static readonly IReadOnlyList<ResourceRow> Rows = EmbeddedSchema.ReadResources();
    private static readonly DiscoveryDocuments Documents = new(Rows);

    [Test]
    public void Every_group_is_listed_with_versions_that_list_their_resources()
    {
        var groups = JsonNode.Parse(Documents.GroupList())!["groups"]!.AsArray();
        Assert.That(groups.Select(group => group!["name"]!.GetValue<string>()), Is.EquivalentTo(Rows.Select(row => row.Group).Where(group => group.Length > 0).Distinct()));
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
        var plain = Rows.Select(row => (row.Group, row.Version)).Distinct().SelectMany(pair => PlainNames(pair.Group, pair.Version));
        var aggregated = AggregatedNames(Documents.Aggregated(isCore: true, "v2")).Concat(AggregatedNames(Documents.Aggregated(isCore: false, "v2")));
        Assert.That(aggregated, Is.EquivalentTo(plain));
    }

    [Test]
    public void Pods_are_told_as_kubectl_needs_them()
    {
        var pods = JsonNode.Parse(Documents.ResourceList("", "v1")!)!["resources"]!.AsArray().Single(resource => resource!["name"]!.GetValue<string>() == "pods")!;
        Assert.That(pods["singularName"]!.GetValue<string>(), Is.EqualTo("pod"));
        Assert.That(pods["namespaced"]!.GetValue<bool>(), Is.True);
        Assert.That(pods["shortNames"]!.ToJsonString(), Is.EqualTo("""["po"]"""));
        Assert.That(pods["verbs"]!.AsArray().Select(verb => verb!.GetValue<string>()), Is.SupersetOf(new[] { "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection" }));
    }

    [Test]
    public void A_subresource_of_another_group_says_which()
    {
        var scale = JsonNode.Parse(Documents.ResourceList("apps", "v1")!)!["resources"]!.AsArray().Single(resource => resource!["name"]!.GetValue<string>() == "deployments/scale")!;
        Assert.That((scale["group"]!.GetValue<string>(), scale["version"]!.GetValue<string>(), scale["kind"]!.GetValue<string>()), Is.EqualTo(("autoscaling", "v1", "Scale")));
    }

    [Test]
    public void What_is_not_served_has_no_document()
    {
        Assert.That(Documents.Group("nowhere.example"), Is.Null);
        Assert.That(Documents.Group(""), Is.Null);
        Assert.That(Documents.ResourceList("apps", "v9"), Is.Null);
    }

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

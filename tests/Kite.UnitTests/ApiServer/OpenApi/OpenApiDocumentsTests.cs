using System.Text.Json.Nodes;
using Kite.Api.Schema;
using Kite.ApiServer.OpenApi;

namespace Kite.UnitTests.ApiServer.OpenApi;

[TestFixture]
internal sealed class OpenApiDocumentsTests
{
    private static readonly OpenApiDocuments Documents = new(EmbeddedSchema.ReadTypes(), EmbeddedSchema.ReadResources());
    private static readonly JsonNode V2 = JsonNode.Parse(Documents.V2())!;

    private static IReadOnlyList<string> GroupVersions => Documents.GroupVersions;

    [TestCaseSource(nameof(GroupVersions))]
    public void Every_reference_of_version_3_resolves_in_its_document(string groupVersion)
    {
        var document = JsonNode.Parse(Documents.V3(groupVersion))!;
        Assert.That(Unresolved(document, document["components"]!["schemas"]!, "#/components/schemas/"), Is.Empty);
    }

    [Test]
    public void Every_reference_of_version_2_resolves() => Assert.That(Unresolved(V2, V2["definitions"]!, "#/definitions/"), Is.Empty);

    [Test]
    public void The_index_leads_to_every_group_version()
    {
        var paths = JsonNode.Parse(Documents.Index("abc"))!["paths"]!.AsObject();
        Assert.That(paths.Select(path => path.Key), Is.EquivalentTo(GroupVersions));
        Assert.That(paths["apis/apps/v1"]!["serverRelativeURL"]!.GetValue<string>(), Is.EqualTo("/openapi/v3/apis/apps/v1?hash=abc"));
    }

    [Test]
    public void Every_kind_that_can_be_created_has_a_definition_that_names_it()
    {
        var named = V2["definitions"]!.AsObject()
            .SelectMany(definition => definition.Value!["x-kubernetes-group-version-kind"]?.AsArray() ?? [])
            .Select(kind => $"{kind!["group"]}/{kind["version"]}/{kind["kind"]}")
            .ToHashSet();
        var creatable = EmbeddedSchema.ReadResources().Where(row => row.Subresource.Length == 0 && row.Verbs.Contains("create")).Select(row => $"{row.Group}/{row.Version}/{row.Kind}");
        Assert.That(creatable.Where(kind => !named.Contains(kind)), Is.Empty);
    }

    [Test]
    public void Containers_merge_by_name_for_a_strategic_merge_patch()
    {
        var containers = V2["definitions"]!["io.k8s.api.core.v1.PodSpec"]!["properties"]!["containers"]!;
        Assert.That(containers["x-kubernetes-patch-merge-key"]!.GetValue<string>(), Is.EqualTo("name"));
        Assert.That(containers["x-kubernetes-patch-strategy"]!.GetValue<string>(), Is.EqualTo("merge"));
    }

    [Test]
    public void A_patch_says_that_the_server_validates_fields()
    {
        // kubectl looks for this parameter before it asks the server to validate.
        var parameters = V2["paths"]!["/api/v1/namespaces/{namespace}/pods/{name}"]!["patch"]!["parameters"]!.AsArray();
        Assert.That(parameters.Select(parameter => parameter!["name"]!.GetValue<string>()), Is.SupersetOf(new[] { "dryRun", "fieldValidation", "fieldManager", "force" }));
    }

    private static List<string> Unresolved(JsonNode node, JsonNode schemas, string prefix) =>
        [.. References(node).Where(reference => !reference.StartsWith(prefix, StringComparison.Ordinal) || schemas[reference[prefix.Length..]] is null).Distinct()];

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(pair => pair is { Key: "$ref", Value: JsonValue reference } ? [reference.GetValue<string>()] : References(pair.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}

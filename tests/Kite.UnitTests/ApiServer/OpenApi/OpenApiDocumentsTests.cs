using System.Buffers;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.ApiServer.OpenApi;
using Kite.ApiServer.OpenApi.Parts;
using Kite.UnitTests.ApiServer.Discovery;

namespace Kite.UnitTests.ApiServer.OpenApi;

[TestFixture]
internal sealed class OpenApiDocumentsTests
{
    private static readonly ResourceCatalogue Catalogue = ResourceCatalogue.Load();
    private static readonly OpenApiDocuments Documents = new(Catalogue);
    private static readonly OpenApiSnapshot Snapshot = new OpenApiIndex(Catalogue, new NoRemotes()).Current();
    private static readonly JsonNode V2 = ReadV2(Catalogue, Snapshot);

    private static IEnumerable<string> Paths => Snapshot.Documents.Keys;

    [TestCaseSource(nameof(Paths))]
    public void Every_reference_of_version_3_resolves_in_its_document(string path)
    {
        var document = V3(path);
        Assert.That(Unresolved(document, document["components"]!["schemas"]!, "#/components/schemas/"), Is.Empty);
    }

    [Test]
    public void Every_reference_of_version_2_resolves()
    {
        var references = References(V2).Distinct().ToList();
        Assert.That(references.Where(reference => reference.StartsWith("#/definitions/", StringComparison.Ordinal) && V2["definitions"]![reference["#/definitions/".Length..]] is null), Is.Empty);
        Assert.That(references.Where(reference => reference.StartsWith("#/parameters/", StringComparison.Ordinal) && V2["parameters"]![reference["#/parameters/".Length..]] is null), Is.Empty);
        Assert.That(references, Has.All.StartsWith("#/definitions/").Or.StartsWith("#/parameters/"));
    }

    [TestCaseSource(nameof(Paths))]
    public void Names_of_operations_are_unique(string path)
    {
        var ids = Operations(V3(path)).Select(operation => operation["operationId"]!.GetValue<string>()).ToList();
        Assert.That(ids, Is.Not.Empty.And.Unique);
    }

    [Test]
    public void Every_kind_that_can_be_created_has_a_definition_that_names_it()
    {
        var named = V2["definitions"]!.AsObject()
            .SelectMany(definition => definition.Value!["x-kubernetes-group-version-kind"]?.AsArray() ?? [])
            .Select(kind => $"{kind!["group"]}/{kind["version"]}/{kind["kind"]}")
            .ToHashSet();
        var creatable = Catalogue.Resources.Where(definition => definition.Verbs.Contains("create")).Select(definition => $"{definition.Resource.Group}/{definition.Resource.Version}/{definition.Resource.Kind}");
        Assert.That(creatable.Where(kind => !named.Contains(kind)), Is.Empty);
    }

    [Test]
    public void Every_kind_and_every_field_of_a_pod_is_described()
    {
        var definitions = V2["definitions"]!;
        // The package that descriptions come from doesn't know the metrics' kinds.
        var kinds = Catalogue.Resources.Where(definition => definition.Resource.Group != "metrics.k8s.io").Select(definition => OpenApiNames.Of(definition.Type));
        Assert.That(kinds.Where(name => definitions[name]!["description"] is null), Is.Empty);
        foreach (var name in new[] { "Pod", "PodSpec", "Container", "PodStatus", "Volume", "Probe", "ServiceSpec" })
        {
            var fields = definitions[$"io.k8s.api.core.v1.{name}"]!["properties"]!.AsObject();
            Assert.That(fields.Where(field => field.Value!["description"] is null).Select(field => field.Key), Is.Empty, name);
        }
        Assert.That(Text(definitions["io.k8s.api.core.v1.ConfigMap"]!["description"]), Is.EqualTo("ConfigMap holds configuration data for pods to consume."));
    }

    [Test]
    public void Containers_merge_by_name_for_a_strategic_merge_patch()
    {
        var containers = V2["definitions"]!["io.k8s.api.core.v1.PodSpec"]!["properties"]!["containers"]!;
        Assert.That(Text(containers["x-kubernetes-patch-merge-key"]), Is.EqualTo("name"));
        Assert.That(Text(containers["x-kubernetes-patch-strategy"]), Is.EqualTo("merge"));
    }

    [Test]
    public void A_patch_says_that_the_server_validates_fields()
    {
        // kubectl looks for this parameter before it asks the server to validate.
        var names = V3("api/v1")["paths"]!["/api/v1/namespaces/{namespace}/pods/{name}"]!["patch"]!["parameters"]!.AsArray().Select(parameter => Text(parameter!["name"]));
        Assert.That(names, Is.SupersetOf(new[] { "dryRun", "fieldValidation", "fieldManager", "force" }));
        var references = V2["paths"]!["/api/v1/namespaces/{namespace}/pods/{name}"]!["patch"]!["parameters"]!.AsArray().Select(parameter => Text(parameter!["$ref"]));
        var shared = references.Where(reference => reference.Length > 0).Select(reference => Text(V2["parameters"]![reference["#/parameters/".Length..]]!["name"]));
        Assert.That(shared, Is.SupersetOf(new[] { "dryRun", "fieldValidation", "fieldManager", "force" }));
    }

    [TestCase("/api/v1/namespaces/{namespace}/pods", "get", "listCoreV1NamespacedPod", "list")]
    [TestCase("/api/v1/pods", "get", "listCoreV1PodForAllNamespaces", "list")]
    [TestCase("/api/v1/namespaces/{namespace}/pods", "delete", "deleteCoreV1CollectionNamespacedPod", "deletecollection")]
    [TestCase("/api/v1/namespaces/{namespace}/pods/{name}", "put", "replaceCoreV1NamespacedPod", "put")]
    [TestCase("/api/v1/namespaces/{namespace}/pods/{name}/exec", "post", "connectCoreV1PostNamespacedPodExec", "connect")]
    [TestCase("/api/v1/namespaces/{namespace}/pods/{name}/proxy/{path}", "options", "connectCoreV1OptionsNamespacedPodProxyWithPath", "connect")]
    [TestCase("/api/v1/namespaces/{namespace}/pods/{name}/eviction", "post", "createCoreV1NamespacedPodEviction", "post")]
    [TestCase("/api/v1/nodes/{name}/status", "patch", "patchCoreV1NodeStatus", "patch")]
    [TestCase("/api/v1/watch/namespaces/{namespace}/pods", "get", "watchCoreV1NamespacedPodList", "watchlist")]
    [TestCase("/apis/rbac.authorization.k8s.io/v1/clusterroles", "post", "createRbacAuthorizationV1ClusterRole", "post")]
    [TestCase("/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas/{name}", "get", "readFlowcontrolApiserverV1FlowSchema", "get")]
    public void Operations_have_the_names_that_code_generators_know(string path, string method, string id, string action)
    {
        var operation = V2["paths"]![path]![method]!;
        Assert.That((Text(operation["operationId"]), Text(operation["x-kubernetes-action"])), Is.EqualTo((id, action)));
    }

    [Test]
    public void Version_3_keeps_what_is_said_beside_a_reference_apart()
    {
        var spec = V3("apis/apps/v1")["components"]!["schemas"]!["io.k8s.api.apps.v1.Deployment"]!["properties"]!["spec"]!;
        Assert.That(Text(spec["allOf"]![0]!["$ref"]), Is.EqualTo("#/components/schemas/io.k8s.api.apps.v1.DeploymentSpec"));
        Assert.That(Text(spec["description"]), Is.Not.Empty);
        Assert.That(spec["default"]!.ToJsonString(), Is.EqualTo("{}"));
    }

    [Test]
    public void Every_document_has_a_hash_of_its_own() => Assert.That(Snapshot.Documents.Values.Select(document => document.Hash), Is.Unique);

    internal static JsonNode ReadV2(ResourceCatalogue catalogue, OpenApiSnapshot snapshot)
    {
        using var version2 = new OpenApiV2(new OpenApiParts(catalogue));
        using var json = version2.ReadAsync(snapshot, isProtobuf: false, default).GetAwaiter().GetResult().Inflate();
        return JsonNode.Parse(json)!;
    }

    internal static JsonNode WriteV3(OpenApiDocuments documents, OpenApiDocument document)
    {
        var output = new ArrayBufferWriter<byte>();
        documents.WriteV3(document, output);
        return JsonNode.Parse(output.WrittenSpan)!;
    }

    internal static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";

    private static JsonNode V3(string path) => WriteV3(Documents, Snapshot.Documents[path]);

    private static IEnumerable<JsonNode> Operations(JsonNode document) =>
        document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Where(member => member.Key != "parameters").Select(member => member.Value!);

    private static List<string> Unresolved(JsonNode node, JsonNode schemas, string prefix) =>
        [.. References(node).Where(reference => !reference.StartsWith(prefix, StringComparison.Ordinal) || schemas[reference[prefix.Length..]] is null).Distinct()];

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(pair => pair is { Key: "$ref", Value: JsonValue reference } ? [reference.GetValue<string>()] : References(pair.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}

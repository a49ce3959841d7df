using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.ApiServer.OpenApi;
using Kite.UnitTests.ApiServer.Discovery;

namespace Kite.UnitTests.ApiServer.OpenApi;

[TestFixture]
internal sealed class CustomSchemaTests
{
    private const string Name = "com.example.stable.v1.CronTab";

    private ResourceCatalogue catalogue = null!;
    private OpenApiIndex index = null!;
    private OpenApiDocuments documents = null!;

    [SetUp]
    public void Load()
    {
        catalogue = ResourceCatalogue.Load();
        index = new OpenApiIndex(catalogue, new NoRemotes());
        documents = new OpenApiDocuments(catalogue);
    }

    [Test]
    public void A_custom_kind_is_published_with_its_list_and_paths()
    {
        Define("""{"type":"object","description":"A cron.","required":["spec"],"properties":{"spec":{"type":"object","properties":{"replicas":{"type":"integer","minimum":1,"default":1}}}}}""");

        foreach (var schemas in new[] { V2()["definitions"]!, V3()["components"]!["schemas"]! })
        {
            var kind = schemas[Name]!;
            Assert.That(OpenApiDocumentsTests.Text(kind["description"]), Is.EqualTo("A cron."));
            Assert.That(kind["required"]!.ToJsonString(), Is.EqualTo("""["spec"]"""));
            Assert.That(kind["properties"]!.AsObject().Select(property => property.Key), Is.EquivalentTo(new[] { "apiVersion", "kind", "metadata", "spec" }));
            Assert.That(kind["properties"]!["spec"]!["properties"]!["replicas"]!.ToJsonString(), Is.EqualTo("""{"type":"integer","minimum":1,"default":1}"""));
            Assert.That(kind["x-kubernetes-group-version-kind"]![0]!.ToJsonString(), Is.EqualTo("""{"group":"stable.example.com","kind":"CronTab","version":"v1"}"""));
            Assert.That(schemas[Name + "List"]!["properties"]!["items"]!["items"]!["$ref"]!.GetValue<string>(), Does.EndWith("/" + Name));
        }
        Assert.That(
            OpenApiDocumentsTests.Text(V3()["paths"]!["/apis/stable.example.com/v1/namespaces/{namespace}/crontabs"]!["post"]!["operationId"]),
            Is.EqualTo("createStableExampleComV1NamespacedCronTab"));
    }

    [Test]
    public void Version_2_leaves_out_what_it_has_no_word_for()
    {
        Define("""
            {"type":"object","properties":{"spec":{"type":"object","required":["maybe","sure"],"properties":{
              "maybe":{"type":"string","nullable":true},
              "sure":{"type":"string","oneOf":[{"pattern":"a"},{"pattern":"b"}],"not":{"pattern":"c"}},
              "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"a":{"type":"string"}}},
              "port":{"x-kubernetes-int-or-string":true}
            }}}}
            """);

        var spec = V2()["definitions"]![Name]!["properties"]!["spec"]!;
        Assert.That(spec["required"]!.ToJsonString(), Is.EqualTo("""["sure"]"""));
        Assert.That(spec["properties"]!["maybe"]!.ToJsonString(), Is.EqualTo("{}"));
        Assert.That(spec["properties"]!["sure"]!.ToJsonString(), Is.EqualTo("""{"type":"string"}"""));
        Assert.That(spec["properties"]!["free"]!.ToJsonString(), Is.EqualTo("""{"x-kubernetes-preserve-unknown-fields":true}"""));
        var whole = V3()["components"]!["schemas"]![Name]!["properties"]!["spec"]!;
        Assert.That(whole["required"]!.ToJsonString(), Is.EqualTo("""["maybe","sure"]"""));
        Assert.That(whole["properties"]!["sure"]!["oneOf"], Is.Not.Null);
        Assert.That(whole["properties"]!["port"]!["anyOf"]!.ToJsonString(), Is.EqualTo("""[{"type":"integer"},{"type":"string"}]"""));
    }

    [Test]
    public void A_kind_that_keeps_unknown_fields_has_no_properties_in_version_2()
    {
        Define("""{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"spec":{"type":"object"}}}""");

        Assert.That(V2()["definitions"]![Name]!["properties"], Is.Null);
        Assert.That(V3()["components"]!["schemas"]![Name]!["properties"]!["spec"], Is.Not.Null);
    }

    [Test]
    public void An_embedded_resource_has_what_every_object_has()
    {
        Define("""{"type":"object","properties":{"template":{"type":"object","x-kubernetes-embedded-resource":true}}}""");

        foreach (var schemas in new[] { V2()["definitions"]!, V3()["components"]!["schemas"]! })
        {
            var template = schemas[Name]!["properties"]!["template"]!;
            Assert.That(template["properties"]!.AsObject().Select(property => property.Key), Is.EquivalentTo(new[] { "apiVersion", "kind", "metadata" }));
            Assert.That(template["required"]!.ToJsonString(), Is.EqualTo("""["kind","apiVersion"]"""));
        }
    }

    [Test]
    public void A_hash_changes_with_its_document_and_no_other()
    {
        var before = index.Current();
        Define("""{"type":"object"}""");
        var first = index.Current();
        Define("""{"type":"object","description":"Changed."}""");
        var second = index.Current();

        Assert.That(first.Documents.Keys.Except(before.Documents.Keys), Is.EqualTo(new[] { "apis/stable.example.com/v1" }));
        Assert.That(second.Documents["apis/stable.example.com/v1"].Hash, Is.Not.EqualTo(first.Documents["apis/stable.example.com/v1"].Hash));
        Assert.That(second.Documents["api/v1"].Hash, Is.EqualTo(before.Documents["api/v1"].Hash));
        Assert.That(new[] { before.Hash, first.Hash, second.Hash }, Is.Unique);
    }

    [Test]
    public void What_is_not_served_anymore_is_not_published()
    {
        Define("""{"type":"object"}""");
        catalogue.SetCustom("crontabs.stable.example.com", []);

        Assert.That(index.Current().Documents.Keys, Has.None.Contains("stable.example.com"));
        Assert.That(V2()["definitions"]![Name], Is.Null);
    }

    private JsonNode V2() => OpenApiDocumentsTests.ReadV2(catalogue, index.Current());

    private JsonNode V3() => OpenApiDocumentsTests.WriteV3(documents, index.Current().Documents["apis/stable.example.com/v1"]);

    private void Define(string schema) => catalogue.SetCustom("crontabs.stable.example.com", [CustomDefinitions.Define(catalogue, "stable.example.com", "v1", "crontabs", "CronTab", schema)]);
}

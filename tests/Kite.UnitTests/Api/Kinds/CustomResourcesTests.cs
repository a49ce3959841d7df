using System.Text.Json.Nodes;
using Kite.Api.CustomResources;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.UnitTests.Api.Kinds;

internal sealed class CustomResourcesTests
{
    private ResourceCatalogue catalogue = null!;

    [SetUp]
    public void Load() => catalogue = ResourceCatalogue.Load();

    [Test]
    public void Custom_resources_are_found_like_built_in_ones_until_they_go()
    {
        var builtIn = catalogue.Resources;
        var changes = 0;
        catalogue.Changed += () => changes++;

        catalogue.SetCustom("crontabs.example.com", [Define("v1"), Define("v2")]);

        Assert.That(catalogue.Find("example.com", "v2", "crontabs")!.Resource.Kind, Is.EqualTo("CronTab"));
        Assert.That(catalogue.FindKind("example.com", "v1", "CronTab")!.Resource.Version, Is.EqualTo("v1"));
        Assert.That(catalogue.Resources.Take(builtIn.Count), Is.EqualTo(builtIn));
        Assert.That(catalogue.Resources.Skip(builtIn.Count).Select(found => found.Resource.Version), Is.EqualTo(new[] { "v1", "v2" }));
        Assert.That((changes, catalogue.Version), Is.EqualTo((1, 1L)));

        catalogue.SetCustom("crontabs.example.com", []);

        Assert.That(catalogue.Find("example.com", "v1", "crontabs"), Is.Null);
        Assert.That(catalogue.Resources, Is.EqualTo(builtIn));
        Assert.That((changes, catalogue.Version), Is.EqualTo((2, 2L)));
    }

    [Test]
    public void A_built_in_resource_hides_a_custom_one_of_its_name()
    {
        var pods = catalogue.Find("", "v1", "pods");

        catalogue.SetCustom("pods", [Define("v1", "", "pods", "Pod")]);

        Assert.That(catalogue.Find("", "v1", "pods"), Is.SameAs(pods));
        Assert.That(catalogue.FindKind("", "v1", "Pod"), Is.SameAs(pods));
    }

    private ResourceDefinition Define(string version, string group = "example.com", string plural = "crontabs", string kind = "CronTab")
    {
        var like = catalogue.Find("", "v1", "configmaps")!;
        var resource = new ApiResource(group, version, plural, kind, true);
        return new ResourceDefinition
        {
            Resource = resource,
            Singular = kind.ToLowerInvariant(),
            ShortNames = [],
            Categories = [],
            Verbs = like.Verbs,
            Type = like.Type,
            Rules = like.Rules,
            Subresources = [],
            SelectableFields = SelectableFields.None,
            StoredAs = resource,
            Conversion = null,
            AllowsUnconditionalUpdate = false,
            AllowsCreateOnUpdate = false,
            DeletesGracefully = false,
            Custom = new CustomDefinition { Uid = "u", ListKind = kind + "List", Parsed = Parse(group, version, plural, kind), Version = new JsonObject { ["name"] = version } },
        };
    }

    private static CustomResourceVersion Parse(string group, string version, string plural, string kind) => CustomResourceVersion.Parse(
        (JsonObject)JsonNode.Parse($$"""{"spec":{"group":"{{group}}","scope":"Namespaced","names":{"plural":"{{plural}}","kind":"{{kind}}"},"versions":[{"name":"{{version}}"}] } }""")!,
        version)!;
}

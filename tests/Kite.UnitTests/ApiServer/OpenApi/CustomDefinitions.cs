using System.Text.Json.Nodes;
using Kite.Api.CustomResources;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.UnitTests.ApiServer.OpenApi;

/// <summary>Custom resources as the catalogue has them.</summary>
internal static class CustomDefinitions
{
    public static ResourceDefinition Define(ResourceCatalogue catalogue, string group, string version, string plural, string kind, string schema)
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
            Custom = new CustomDefinition
            {
                Uid = "u",
                ListKind = kind + "List",
                Parsed = CustomResourceVersion.Parse(Definition(resource, schema), version)!,
                Version = new JsonObject { ["name"] = version, ["schema"] = new JsonObject { ["openAPIV3Schema"] = JsonNode.Parse(schema) } },
            },
        };
    }

    private static JsonObject Definition(ApiResource resource, string schema) => new()
    {
        ["spec"] = new JsonObject
        {
            ["group"] = resource.Group,
            ["scope"] = "Namespaced",
            ["names"] = new JsonObject { ["plural"] = resource.Plural, ["kind"] = resource.Kind },
            ["versions"] = new JsonArray(new JsonObject { ["name"] = resource.Version, ["schema"] = new JsonObject { ["openAPIV3Schema"] = JsonNode.Parse(schema) } }),
        },
    };
}

using System.Text.Json.Nodes;
using Kite.Api.CustomResources;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.Api.Schema;

namespace Kite.ApiServer.CustomResources;

/// <summary>Makes resource definitions of a CustomResourceDefinition.</summary>
internal static class DefinitionReader
{
    private static readonly string[] Verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
    private static readonly string[] SubresourceVerbs = ["get", "patch", "update"];

    /// <summary>The definition under the names that it was granted, whatever it asks for now.</summary>
    public static JsonObject Named(JsonObject definition)
    {
        var named = (JsonObject)definition.DeepClone();
        named.Object("spec")!["names"] = definition.Object("status").Object("acceptedNames")!.DeepClone();
        return named;
    }

    /// <summary>All versions, read and ready for use, in the order in which the definition has them.</summary>
    public static IReadOnlyList<CustomResourceVersion> Versions(JsonObject named) =>
        [.. named.Object("spec").Objects("versions").Select(entry => CustomResourceVersion.Parse(named, entry.Text("name"))!)];

    /// <summary>The definition of one version.</summary>
    /// <param name="named">The definition under its granted names.</param>
    /// <param name="version">The version.</param>
    /// <param name="storage">The version that objects are stored in.</param>
    /// <param name="schema">The table, for the type of scales.</param>
    public static ResourceDefinition Read(JsonObject named, CustomResourceVersion version, CustomResourceVersion storage, SchemaTable schema)
    {
        var names = named.Object("spec").Object("names");
        var entry = named.Object("spec").Objects("versions").First(entry => entry.Text("name") == version.Version);
        return new ResourceDefinition
        {
            Resource = Resource(version),
            Singular = names.Text("singular"),
            ShortNames = [.. names.Texts("shortNames")],
            Categories = [.. names.Texts("categories")],
            Verbs = Verbs,
            Type = version.Type,
            Rules = version.Rules,
            Subresources = [.. Subresources(version, schema)],
            SelectableFields = version.SelectableFields,
            StoredAs = Resource(storage),
            Conversion = null,
            AllowsUnconditionalUpdate = false,
            AllowsCreateOnUpdate = false,
            DeletesGracefully = false,
            Deprecation = DeprecationWarning.Of(named, entry),
            Custom = new CustomDefinition
            {
                Uid = named.Object("metadata").Text("uid"),
                Version = entry,
                ListKind = names.Text("listKind") is { Length: > 0 } list ? list : version.Kind + "List",
                Parsed = version,
            },
        };
    }

    /// <summary>A version as a resource.</summary>
    public static ApiResource Resource(CustomResourceVersion version) => new(version.Group, version.Version, version.Plural, version.Kind, version.IsNamespaced);

    private static IEnumerable<SubresourceDefinition> Subresources(CustomResourceVersion version, SchemaTable schema)
    {
        if (version.HasStatus)
        {
            yield return new SubresourceDefinition
            {
                Name = "status",
                Kind = version.Kind,
                KindGroup = version.Group,
                KindVersion = version.Version,
                Verbs = SubresourceVerbs,
                Type = version.Type,
                IsPartOfObject = true,
            };
        }
        if (version.Scale is not null)
        {
            yield return new SubresourceDefinition
            {
                Name = "scale",
                Kind = "Scale",
                KindGroup = "autoscaling",
                KindVersion = "v1",
                Verbs = SubresourceVerbs,
                Type = schema.Type("autoscaling/v1.Scale"),
                IsPartOfObject = false,
            };
        }
    }
}

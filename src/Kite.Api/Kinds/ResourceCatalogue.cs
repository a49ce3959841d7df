using Kite.Api.Meta;
using Kite.Api.Schema;
using Kite.Api.Validation;

namespace Kite.Api.Kinds;

/// <summary>All resources that the table names, each with its schema and rules; immutable.</summary>
public sealed class ResourceCatalogue
{
    private readonly Dictionary<(string Group, string Version, string Plural), ResourceDefinition> byPlural = [];
    private readonly Dictionary<(string Group, string Version, string Kind), ResourceDefinition> byKind = [];
    private readonly SchemaValidator validator;

    /// <summary>The catalogue of the rows given, with types from the table of fields.</summary>
    public ResourceCatalogue(SchemaTable schema, IReadOnlyList<ResourceRow> rows)
    {
        Schema = schema;
        validator = new SchemaValidator(schema);
        var subresources = rows.Where(row => row.Subresource.Length > 0).ToLookup(row => (row.Group, row.Version, row.Resource));
        Resources = rows.Where(row => row.Subresource.Length == 0).Select(row => Define(row, subresources[(row.Group, row.Version, row.Resource)])).ToArray();
        foreach (var definition in Resources)
        {
            var resource = definition.Resource;
            byPlural.Add((resource.Group, resource.Version, resource.Plural), definition);
            byKind.TryAdd((resource.Group, resource.Version, resource.Kind), definition);
        }
    }

    /// <summary>All types.</summary>
    public SchemaTable Schema { get; }

    /// <summary>All resources, in the table's order.</summary>
    public IReadOnlyList<ResourceDefinition> Resources { get; }

    /// <summary>The catalogue of the tables built into this assembly.</summary>
    public static ResourceCatalogue Load() => new(EmbeddedSchema.ReadTypes(), EmbeddedSchema.ReadResources());

    /// <summary>The resource of a path, or null.</summary>
    public ResourceDefinition? Find(string group, string version, string plural) => byPlural.GetValueOrDefault((group, version, plural));

    /// <summary>The definition of a resource, or null.</summary>
    public ResourceDefinition? Find(ApiResource resource) => Find(resource.Group, resource.Version, resource.Plural);

    /// <summary>The resource of a kind, or null.</summary>
    public ResourceDefinition? FindKind(string group, string version, string kind) => byKind.GetValueOrDefault((group, version, kind));

    private ResourceDefinition Define(ResourceRow row, IEnumerable<ResourceRow> subresources)
    {
        var name = Packages.TypeName(row.Group, row.Version, row.Kind);
        var type = Schema.Type(name) ?? throw new InvalidOperationException($"the table has no type {name} for {row.Resource}");
        var traits = KindTable.Traits(name);
        var resource = new ApiResource(row.Group, row.Version, row.Resource, row.Kind, row.IsNamespaced);
        var below = subresources.Select(sub => Define(sub, row)).ToArray();
        var shape = new KindShape(type, row.IsNamespaced, below.Any(sub => sub.Name == "status"), traits, validator);
        return new ResourceDefinition
        {
            Resource = resource,
            Singular = row.Singular,
            ShortNames = row.ShortNames,
            Categories = row.Categories,
            Verbs = row.Verbs,
            Type = type,
            Rules = traits.Rules?.Invoke(shape) ?? new KindRules(shape),
            Subresources = below,
            SelectableFields = new SelectableFields(traits.Fields),
            StoredAs = traits.StoredAs ?? resource,
            Conversion = traits.Conversion,
            AllowsUnconditionalUpdate = traits.AllowsUnconditionalUpdate,
            AllowsCreateOnUpdate = traits.AllowsCreateOnUpdate,
            DeletesGracefully = traits.DeletesGracefully,
            Deprecation = traits.Deprecation,
        };
    }

    private SubresourceDefinition Define(ResourceRow sub, ResourceRow parent)
    {
        var groupVersion = sub.KindGroupVersion?.Split('/');
        var group = groupVersion is null ? sub.Group : groupVersion.Length == 1 ? "" : groupVersion[0];
        var version = groupVersion is null ? sub.Version : groupVersion[^1];
        return new SubresourceDefinition
        {
            Name = sub.Subresource,
            Kind = sub.Kind,
            KindGroup = group,
            KindVersion = version,
            Verbs = sub.Verbs,
            Type = Schema.Type(Packages.TypeName(group, version, sub.Kind)),
            IsPartOfObject = sub.Kind == parent.Kind && sub.Verbs.Contains("update"),
        };
    }
}

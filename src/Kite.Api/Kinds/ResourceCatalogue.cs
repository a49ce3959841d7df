using Kite.Api.Meta;
using Kite.Api.Schema;
using Kite.Api.Validation;

namespace Kite.Api.Kinds;

/// <summary>
/// All resources that are served, each with its schema and rules: those that the table names, which never change, and custom ones, which come and go while the server runs.
/// May be used by any thread; what a reader holds of it stays as it was.
/// </summary>
public sealed class ResourceCatalogue
{
    private readonly Lock gate = new();
    private readonly ResourceDefinition[] builtIn;
    private readonly Dictionary<(string Group, string Version, string Plural), ResourceDefinition> byPlural = [];
    private readonly Dictionary<(string Group, string Version, string Kind), ResourceDefinition> byKind = [];
    private readonly SchemaValidator validator;
    private volatile CustomResources custom;

    /// <summary>The catalogue of the rows given, with types from the table of fields.</summary>
    public ResourceCatalogue(SchemaTable schema, IReadOnlyList<ResourceRow> rows)
    {
        Schema = schema;
        validator = new SchemaValidator(schema);
        var subresources = rows.Where(row => row.Subresource.Length > 0).ToLookup(row => (row.Group, row.Version, row.Resource));
        builtIn = rows.Where(row => row.Subresource.Length == 0).Select(row => Define(row, subresources[(row.Group, row.Version, row.Resource)])).ToArray();
        foreach (var definition in builtIn)
        {
            var resource = definition.Resource;
            byPlural.Add((resource.Group, resource.Version, resource.Plural), definition);
            byKind.TryAdd((resource.Group, resource.Version, resource.Kind), definition);
        }
        custom = new CustomResources(builtIn, new(StringComparer.Ordinal), 0);
    }

    /// <summary>Told after every change of the custom resources; must be quick.</summary>
    public event Action? Changed;

    /// <summary>All types.</summary>
    public SchemaTable Schema { get; }

    /// <summary>All resources now: those of the table in its order, then the custom ones by group and plural, versions in the order of their definition.</summary>
    public IReadOnlyList<ResourceDefinition> Resources => custom.All;

    /// <summary>Grows with every change of the custom resources; what is derived from the catalogue can be kept as long as it stays.</summary>
    public long Version => custom.Version;

    /// <summary>The catalogue of the tables built into this assembly.</summary>
    public static ResourceCatalogue Load() => new(EmbeddedSchema.ReadTypes(), EmbeddedSchema.ReadResources());

    /// <summary>The resource of a path, or null.</summary>
    public ResourceDefinition? Find(string group, string version, string plural) =>
        byPlural.TryGetValue((group, version, plural), out var found) ? found : custom.Find(group, version, plural);

    /// <summary>The definition of a resource, or null.</summary>
    public ResourceDefinition? Find(ApiResource resource) => Find(resource.Group, resource.Version, resource.Plural);

    /// <summary>The resource of a kind, or null.</summary>
    public ResourceDefinition? FindKind(string group, string version, string kind) =>
        byKind.TryGetValue((group, version, kind), out var found) ? found : custom.FindKind(group, version, kind);

    /// <summary>Says in which versions a custom resource is served from now on.</summary>
    /// <param name="groupResource">The <c>plural.group</c>.</param>
    /// <param name="versions">The versions; none where it isn't served anymore. A built-in resource of the same name hides them.</param>
    public void SetCustom(string groupResource, IReadOnlyList<ResourceDefinition> versions)
    {
        lock (gate) custom = custom.With(builtIn, groupResource, versions);
        Changed?.Invoke();
    }

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

using Kite.Api.Kinds;
using Kite.Api.Schema;

namespace Kite.ApiServer.OpenApi;

/// <summary>The paths of a resource and what can be done on them.</summary>
internal sealed class ResourceOperations
{
    private readonly ResourceDefinition definition;
    private readonly SchemaTable table;
    private readonly SchemaTarget self;
    private readonly SchemaTarget list;
    private readonly string groupVersion;
    private readonly string tag;
    private readonly string scope;
    private readonly bool isCustom;

    public ResourceOperations(ResourceDefinition definition, SchemaTable table)
    {
        var resource = definition.Resource;
        this.definition = definition;
        this.table = table;
        isCustom = definition.Custom is not null;
        self = Target(resource.Kind);
        list = Target(definition.ListKind);
        groupVersion = OperationNames.GroupVersion(resource.Group, resource.Version);
        tag = OperationNames.Tag(resource.Group, resource.Version);
        scope = resource.IsNamespaced ? "Namespaced" : "";
    }

    /// <summary>Every path with its operations, none without any.</summary>
    public IEnumerable<(string Path, IReadOnlyList<Operation> Operations)> Paths()
    {
        var resource = definition.Resource;
        var root = resource.Group.Length == 0 ? $"/api/{resource.Version}" : $"/apis/{resource.Group}/{resource.Version}";
        var below = resource.IsNamespaced ? $"namespaces/{{namespace}}/{resource.Plural}" : resource.Plural;
        var all = new List<(string, IReadOnlyList<Operation>)>();
        Add(all, $"{root}/{below}", Verbs(("list", "get", "list"), ("create", "post", "post"), ("deletecollection", "delete", "deletecollection")));
        Add(all, $"{root}/{below}/{{name}}", Verbs(("get", "get", "get"), ("update", "put", "put"), ("patch", "patch", "patch"), ("delete", "delete", "delete")));
        foreach (var subresource in definition.Subresources) AddSubresource(all, $"{root}/{below}/{{name}}/{subresource.Name}", subresource);
        var hasWatch = definition.Verbs.Contains("watch") && !isCustom;
        if (resource.IsNamespaced)
        {
            if (definition.Verbs.Contains("list")) all.Add(($"{root}/{resource.Plural}", [Of("get", "list", $"list{groupVersion}{resource.Kind}ForAllNamespaces")]));
            if (hasWatch) all.Add(($"{root}/watch/{resource.Plural}", [Of("get", "watchlist", $"watch{groupVersion}{resource.Kind}ListForAllNamespaces")]));
        }
        if (hasWatch)
        {
            all.Add(($"{root}/watch/{below}", [Of("get", "watchlist", $"watch{groupVersion}{scope}{resource.Kind}List")]));
            all.Add(($"{root}/watch/{below}/{{name}}", [Of("get", "watch", $"watch{groupVersion}{scope}{resource.Kind}")]));
        }
        return all;
    }

    private static void Add(List<(string, IReadOnlyList<Operation>)> all, string path, List<Operation> operations)
    {
        if (operations.Count > 0) all.Add((path, operations));
    }

    private SchemaTarget Target(string kind)
    {
        var resource = definition.Resource;
        return isCustom
            ? new(OpenApiNames.OfCustom(resource.Group, resource.Version, kind), SchemaOrigin.Custom)
            : SchemaTarget.OfTable(Packages.TypeName(resource.Group, resource.Version, kind));
    }

    private List<Operation> Verbs(params (string Verb, string Method, string Action)[] candidates) =>
    [
        .. from candidate in candidates
           where definition.Verbs.Contains(candidate.Verb)
           let collection = candidate.Action == "deletecollection" ? "Collection" : ""
           select Of(candidate.Method, candidate.Action, $"{OperationNames.Verb(candidate.Action)}{groupVersion}{collection}{scope}{definition.Resource.Kind}"),
    ];

    private Operation Of(string method, string action, string id)
    {
        var resource = definition.Resource;
        return new Operation(method, action, id)
        {
            Description = OperationNames.Description(action, resource.Kind, "", method),
            Tag = tag,
            Kind = (resource.Group, resource.Version, resource.Kind),
            Queries = QueryParameters.Of(action),
            Body = Body(action, self),
            Answer = action switch
            {
                "list" => list,
                "watch" or "watchlist" => SchemaTarget.WatchEvent,
                "delete" or "deletecollection" => SchemaTarget.Status,
                _ => self,
            },
            Produces = action is "list" or "watch" or "watchlist" ? MediaTypeLists.OfList(isCustom) : MediaTypeLists.OfObject(isCustom),
            Consumes = action == "patch" ? MediaTypeLists.OfPatch(isCustom) : MediaTypeLists.Any,
        };
    }

    private static SchemaTarget? Body(string action, SchemaTarget self) => action switch
    {
        "post" or "put" => self,
        "patch" => SchemaTarget.Patch,
        "delete" or "deletecollection" => SchemaTarget.DeleteOptions,
        _ => null,
    };

    private void AddSubresource(List<(string, IReadOnlyList<Operation>)> all, string path, SubresourceDefinition subresource)
    {
        if (QueryParameters.IsConnect(subresource))
        {
            all.Add((path, Connect(subresource, "")));
            if (subresource.Name == "proxy") all.Add((path + "/{path}", Connect(subresource, "WithPath")));
            return;
        }
        var operations = new List<Operation>();
        foreach (var (verb, method) in new[] { ("get", "get"), ("create", "post"), ("update", "put"), ("patch", "patch") })
        {
            if (subresource.Verbs.Contains(verb)) operations.Add(Of(method, subresource));
        }
        Add(all, path, operations);
    }

    private Operation Of(string action, SubresourceDefinition subresource)
    {
        var kind = definition.Resource.Kind;
        var isLog = subresource.Name == "log";
        // A kind from elsewhere (Scale) is in the table; a custom resource's status is the custom resource.
        var isOwn = isCustom && subresource.KindGroup == definition.Resource.Group && subresource.Kind == kind;
        var target = isOwn ? self : isLog ? SchemaTarget.Text : SchemaTarget.OfTable(Packages.TypeName(subresource.KindGroup, subresource.KindVersion, subresource.Kind));
        return new Operation(action, action, $"{OperationNames.Verb(action)}{groupVersion}{scope}{kind}{OperationNames.Capital(subresource.Name)}")
        {
            Description = OperationNames.Description(action, kind, subresource.Name, action),
            Tag = tag,
            Kind = isOwn || isCustom ? (definition.Resource.Group, definition.Resource.Version, kind) : (subresource.KindGroup, subresource.KindVersion, subresource.Kind),
            Queries = QueryParameters.Of(action),
            Options = QueryParameters.Of(table, subresource),
            Body = Body(action, target),
            Answer = target,
            Produces = isLog ? [.. MediaTypeLists.Text, .. MediaTypeLists.OfObject(isCustom)] : MediaTypeLists.OfObject(isCustom),
            Consumes = action == "patch" ? MediaTypeLists.OfPatch(isCustom) : MediaTypeLists.Any,
        };
    }

    private List<Operation> Connect(SubresourceDefinition subresource, string suffix)
    {
        var methods = subresource.Verbs.SelectMany<string, string>(verb => verb switch
        {
            "create" => ["post"],
            "update" => ["put"],
            // A proxy takes what has no verb of its own as a get.
            "get" when subresource.Name == "proxy" => ["get", "head", "options"],
            _ => [verb],
        });
        var kind = definition.Resource.Kind;
        return
        [
            .. from method in methods
               select new Operation(method, "connect", $"connect{groupVersion}{OperationNames.Capital(method)}{scope}{kind}{OperationNames.Capital(subresource.Name)}{suffix}")
               {
                   Description = OperationNames.Description("connect", kind, subresource.Name, method),
                   Tag = tag,
                   Kind = (subresource.KindGroup, subresource.KindVersion, subresource.Kind),
                   Options = QueryParameters.Of(table, subresource),
                   Answer = SchemaTarget.Text,
                   Produces = MediaTypeLists.Any,
               },
        ];
    }
}

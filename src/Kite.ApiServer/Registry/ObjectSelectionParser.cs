using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Selectors;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Registry;

/// <summary>Reads selectors off a request.</summary>
internal static class ObjectSelectionParser
{
    /// <summary>What a list, watch or deletion of a collection is about.</summary>
    /// <exception cref="ApiStatusException">A selector is malformed or names a field that can't be selected by (<c>BadRequest</c>).</exception>
    public static ObjectSelection Parse(ApiRequest request, ServedResource served)
    {
        var definition = served.Definition;
        var labels = LabelSelector.Parse(request.Query["labelSelector"]);
        var fields = FieldSelector.Parse(request.Query["fieldSelector"], Supported(definition));
        var name = request.Info.Name.Length > 0 ? request.Info.Name : fields.RequiresExactMatch("metadata.name", out var selected) ? selected : null;
        var @namespace = definition.Resource.IsNamespaced ? request.Info.Namespace : "";
        if (@namespace.Length == 0 && fields.RequiresExactMatch("metadata.namespace", out var inNamespace)) @namespace = inNamespace;
        return new ObjectSelection(@namespace, name, Predicate(labels, fields, served));
    }

    private static HashSet<string> Supported(ResourceDefinition definition) => ["metadata.name", "metadata.namespace", .. definition.SelectableFields.Paths];

    private static Func<CachedObject, bool>? Predicate(LabelSelector labels, FieldSelector fields, ServedResource served)
    {
        // Exact names and namespaces are part of the selection itself.
        var fieldsMatter = fields.Requirements.Any(requirement => requirement.IsNegated || requirement.Field is not ("metadata.name" or "metadata.namespace"));
        if (labels.MatchesEverything) return fieldsMatter ? value => MatchesFields(fields, served.Show(value)) : null;
        return fieldsMatter ? value => labels.Matches(value.Labels) && MatchesFields(fields, served.Show(value)) : value => labels.Matches(value.Labels);
    }

    private static bool MatchesFields(FieldSelector fields, CachedObject value)
    {
        foreach (var requirement in fields.Requirements)
        {
            var actual = requirement.Field switch
            {
                "metadata.name" => value.Key.Name,
                "metadata.namespace" => value.Key.Namespace,
                var path => value.Fields.TryGetValue(path, out var found) ? found : "",
            };
            if (actual == requirement.Value == requirement.IsNegated) return false;
        }
        return true;
    }
}

using Kite.Api.Cel.Costs;

namespace Kite.Api.Cel.Schemas;

/// <summary>How large variables that a schema declares can be, for the estimated costs of expressions over them.</summary>
public sealed class SchemaSizes : ICelSizeEstimator
{
    private readonly SchemaDeclaration root;

    /// <summary>The sizes of what a declaration declares.</summary>
    /// <param name="root">What every variable is.</param>
    public SchemaSizes(SchemaDeclaration root) => this.root = root;

    /// <inheritdoc/>
    public SizeEstimate? EstimateSize(CelCostNode node)
    {
        if (node.Path.Count == 0) return null;
        var current = root;
        for (var i = 1; i < node.Path.Count; i++)
        {
            var next = node.Path[i] switch
            {
                "@items" or "@values" => current.Element,
                "@keys" => current.Key,
                var field => current.Fields.GetValueOrDefault(field),
            };
            if (next is null) return null;
            current = next;
        }
        return new SizeEstimate(0, (ulong)current.MaxElements);
    }
}

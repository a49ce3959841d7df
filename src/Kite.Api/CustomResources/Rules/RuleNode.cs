using Kite.Api.Cel.Schemas;
using Kite.Api.Cel.Schemas.Structural;

namespace Kite.Api.CustomResources.Rules;

/// <summary>A node of a schema with rules at it or below it, compiled. Immutable.</summary>
internal sealed class RuleNode
{
    /// <summary>The name that messages give the type of the value.</summary>
    private const string TypeName = "selfType";

    private RuleNode(StructuralSchema schema, bool isResource) => (Schema, IsResource) = (schema, isResource);

    /// <summary>The schema.</summary>
    internal StructuralSchema Schema { get; }

    /// <summary>True for a whole object and for one embedded in another.</summary>
    internal bool IsResource { get; }

    /// <summary>The rules at this node.</summary>
    internal IReadOnlyList<CompiledRule> Rules { get; private init; } = [];

    /// <summary>The items of a list; null where there are no rules.</summary>
    internal RuleNode? Items { get; private init; }

    /// <summary>The values of a map; null where there are no rules.</summary>
    internal RuleNode? Values { get; private init; }

    /// <summary>The fields that have rules.</summary>
    internal IReadOnlyDictionary<string, RuleNode> Fields { get; private init; } = new Dictionary<string, RuleNode>();

    /// <summary>True where any rule speaks of the value before the update.</summary>
    internal bool UsesOldSelf => Rules.Any(rule => rule.UsesOldSelf);

    /// <summary>Compiles the rules of a schema; null where there are none.</summary>
    internal static RuleNode? Compile(StructuralSchema schema, bool isResource)
    {
        var items = schema.Items is { } itemSchema ? Compile(itemSchema, itemSchema.IsEmbeddedResource) : null;
        var values = schema.AdditionalProperties is { } valueSchema ? Compile(valueSchema, valueSchema.IsEmbeddedResource) : null;
        var fields = new Dictionary<string, RuleNode>(StringComparer.Ordinal);
        foreach (var (name, property) in schema.Properties)
        {
            if (Compile(property, property.IsEmbeddedResource) is { } node) fields.Add(name, node);
        }
        var rules = CompileRules(schema, isResource);
        if (rules.Count == 0 && items is null && values is null && fields.Count == 0) return null;
        return new RuleNode(schema, isResource) { Rules = rules, Items = items, Values = values, Fields = fields };
    }

    /// <summary>What expressions see of a schema's values; null where they can't see them.</summary>
    internal static SchemaDeclaration? Declare(StructuralSchema schema, bool isResource) => StructuralDeclarations.Declare(schema, TypeName, isResource);

    private static IReadOnlyList<CompiledRule> CompileRules(StructuralSchema schema, bool isResource)
    {
        if (schema.Validations.Count == 0 || Declare(schema, isResource) is not { } declaration) return [];
        var compiler = new RuleCompiler(schema, declaration);
        return [.. schema.Validations.Select(compiler.Compile)];
    }
}

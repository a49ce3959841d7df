using Kite.Api.Cel;
using Kite.Api.Cel.Libraries;
using Kite.Api.Cel.Schemas;
using Kite.Api.Cel.Types;
using Kite.Api.CustomResources.Definitions;

namespace Kite.Api.CustomResources.Rules;

/// <summary>Compiles the rules of one node of a schema.</summary>
internal sealed class RuleCompiler
{
    /// <summary>The variable that stands for the value.</summary>
    internal const string Self = "self";

    /// <summary>The variable that stands for the value before the update.</summary>
    internal const string OldSelf = "oldSelf";

    private readonly StructuralSchema schema;
    private readonly CelEnvironment plain;
    private readonly CelEnvironment optional;
    private readonly SchemaSizes sizes;

    /// <summary>A compiler for a node.</summary>
    /// <param name="schema">The node.</param>
    /// <param name="declaration">What expressions see of its values.</param>
    internal RuleCompiler(StructuralSchema schema, SchemaDeclaration declaration)
    {
        this.schema = schema;
        sizes = new SchemaSizes(declaration);
        var types = new DeclaredTypes(declaration);
        plain = Environment(types, declaration.Type, declaration.Type);
        optional = Environment(types, declaration.Type, CelType.OptionalOf(declaration.Type));
    }

    internal CompiledRule Compile(ValidationRule rule)
    {
        if (rule.Rule.AsSpan().Trim().IsEmpty) return new CompiledRule { Rule = rule };
        var environment = rule.OptionalOldSelf == true ? optional : plain;
        var compiled = environment.Compile(rule.Rule);
        if (compiled.Issues.Count > 0) return new CompiledRule { Rule = rule, Error = "compilation failed: " + compiled.Error };
        if (compiled.OutputType != CelType.Bool) return new CompiledRule { Rule = rule, Error = "cel expression must evaluate to a bool" };
        var result = new CompiledRule { Rule = rule, UsesOldSelf = compiled.FindReferences().Any(reference => reference.Variable == OldSelf) };
        if (compiled.Program is null) return result with { Error = "program instantiation failed: " + compiled.Error };
        result = result with { Program = compiled.Program, MaxCost = compiled.EstimateCost(sizes).Max };
        if (rule.MessageExpression.Length > 0) result = WithMessage(result, environment.Compile(rule.MessageExpression));
        return rule.FieldPath.Length > 0 && result.MessageError is null && SchemaFieldPath.TryParse(rule.FieldPath, schema, allowsBrackets: true, out var path, out _)
            ? result with { FieldPath = path.Path.ToString() }
            : result;
    }

    private CompiledRule WithMessage(CompiledRule rule, CelCompilation message)
    {
        if (message.Issues.Count > 0) return rule with { MessageError = "messageExpression compilation failed: " + message.Error };
        if (message.OutputType != CelType.String) return rule with { MessageError = "messageExpression must evaluate to a string" };
        return message.Program is null
            ? rule with { MessageError = "messageExpression instantiation failed: " + message.Error }
            : rule with { Message = message.Program, MessageMaxCost = message.EstimateCost(sizes).Max };
    }

    private static CelEnvironment Environment(DeclaredTypes types, CelType self, CelType oldSelf) => new(new CelEnvironmentOptions
    {
        Functions = KubernetesLibraries.Shared,
        Types = types,
        Variables = [new CelVariable(Self, self), new CelVariable(OldSelf, oldSelf)],
    });
}

using System.Text.Json.Nodes;
using Kite.Api.Admission;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.AdmissionRegistration;

/// <summary>Checks what policies of both sorts have in common.</summary>
internal sealed class PolicyValidator
{
    private static readonly string[] FailurePolicies = ["Fail", "Ignore"];
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while",
    };

    private readonly JsonObject spec;
    private readonly FieldPath path;
    private readonly FieldErrors errors;

    internal PolicyValidator(JsonObject spec, FieldPath path, FieldErrors errors, bool isMutating)
    {
        this.spec = spec;
        this.path = path;
        this.errors = errors;
        HasParams = spec.Object("paramKind") is not null;
        Compiler = new ExpressionCompiler(HasParams, isMutating);
    }

    /// <summary>True where the policy has parameters.</summary>
    internal bool HasParams { get; }

    /// <summary>Compiles the policy's expressions, in order.</summary>
    internal ExpressionCompiler Compiler { get; }

    /// <summary>Checks failure policy, parameters, what the policy is about, and variables.</summary>
    internal void ValidateHead(bool isMutating, bool skipsConditions)
    {
        ChoiceRules.Required(spec, "failurePolicy", FailurePolicies, path, errors);
        if (spec.Object("paramKind") is { } kind) ParamValidator.ValidateKind(kind, path.Child("paramKind"), errors);
        var constraints = path.Child("matchConstraints");
        if (spec.Object("matchConstraints") is not { } match)
        {
            errors.Required(constraints);
        }
        else
        {
            MatchResourcesValidator.Validate(match, constraints, errors);
            if (match.IsEmpty("resourceRules")) errors.Required(constraints.Child("resourceRules"));
            if (isMutating) MatchResourcesValidator.ValidateMutable(match, constraints, errors);
        }
        if (!skipsConditions) MatchConditionValidator.Validate(spec, HasParams, path.Child("matchConditions"), errors);
        var at = 0;
        foreach (var variable in spec.Objects("variables")) ValidateVariable(variable, path.Child("variables").Item(at++));
    }

    /// <summary>Checks an expression that must be there.</summary>
    internal void ValidateExpression(string text, ExpressionResult result, string missing, FieldPath below, bool hasAuthorizer = true)
    {
        if (text.AsSpan().Trim().IsEmpty) errors.Required(below, missing);
        else if (Compiler.Compile(text, result, hasAuthorizer).Error is { } wrong) errors.Invalid(below, text, wrong);
    }

    /// <summary>True where an update leaves match conditions, and what they are compiled with, as they are.</summary>
    internal static bool KeepsConditions(JsonObject? spec, JsonObject? old) =>
        old is not null && JsonNode.DeepEquals(spec?["paramKind"], old["paramKind"]) && JsonNode.DeepEquals(spec?["matchConditions"], old["matchConditions"]);

    private void ValidateVariable(JsonObject variable, FieldPath below)
    {
        var name = variable.Text("name");
        if (name.AsSpan().Trim().IsEmpty) errors.Required(below.Child("name"), "name is not specified");
        else if (!IsIdentifier(name)) errors.Invalid(below.Child("name"), name, "name is not a valid CEL identifier");
        var expression = variable.Text("expression");
        if (expression.AsSpan().Trim().IsEmpty) errors.Required(below.Child("expression"), "expression is not specified");
        else if (Compiler.CompileVariable(name, expression).Error is { } wrong) errors.Invalid(below.Child("expression"), expression, wrong);
    }

    private static bool IsIdentifier(string name) =>
        (char.IsAsciiLetter(name[0]) || name[0] == '_') && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_') && !Reserved.Contains(name);
}

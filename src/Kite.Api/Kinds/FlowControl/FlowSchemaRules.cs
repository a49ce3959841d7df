using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.FlowControl;

/// <summary>Flow schemas: which requests belong together, and to which priority level.</summary>
internal sealed class FlowSchemaRules(KindShape shape) : KindRules(shape)
{
    private const long DefaultPrecedence = 1000;
    private const long MaxPrecedence = 10_000;

    /// <inheritdoc/>
    public override void Default(JsonObject value) => value.ObjectOrNew("spec").DefaultTo("matchingPrecedence", DefaultPrecedence);

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var name = value.Object("metadata").Text("name");
        var spec = value.Object("spec");
        ValidatePrecedence(name, spec.Integer("matchingPrecedence") ?? 0, errors);
        if (spec.Object("distinguisherMethod") is { } method && method.Text("type") is not ("ByUser" or "ByNamespace"))
            errors.NotSupported(Spec.Child("distinguisherMethod").Child("type"), method, ["ByNamespace", "ByUser"]);
        var level = Spec.Child("priorityLevelConfiguration").Child("name");
        if (spec.Object("priorityLevelConfiguration").Text("name") is { Length: > 0 } reference) errors.InvalidIf(level, reference, Formats.Subdomain(reference));
        else errors.Required(level, "must reference a priority level");
        var at = 0;
        foreach (var rules in spec.Objects("rules")) FlowRulesValidator.Validate(rules, Spec.Child("rules").Item(at++), errors);
        if (MandatorySpecs.OfSchema(name) is { } fixedSpec && !MandatorySpecs.AreEqual(spec, fixedSpec)) errors.Invalid(Spec, spec, $"spec of '{name}' must equal the fixed value");
        FlowConditionsValidator.Validate(value, errors);
    }

    /// <inheritdoc/>
    private protected override void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors) => FlowConditionsValidator.Validate(value, errors);

    private static void ValidatePrecedence(string name, long precedence, FieldErrors errors)
    {
        var path = Spec.Child("matchingPrecedence");
        if (precedence <= 0) errors.Invalid(path, precedence, "must be a positive value");
        if (precedence > MaxPrecedence) errors.Invalid(path, precedence, $"must not be greater than {MaxPrecedence}");
        if (precedence == 1 && name != "exempt") errors.Invalid(path, precedence, "only the schema named 'exempt' may have matchingPrecedence 1");
    }
}

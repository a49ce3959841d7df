using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.FlowControl;

/// <summary>Priority levels: how many requests run at once, and what becomes of those that must wait.</summary>
internal sealed class PriorityLevelRules(KindShape shape) : KindRules(shape)
{
    private const string ExemptName = "exempt";

    /// <inheritdoc/>
    public override void Default(JsonObject value)
    {
        var spec = value.ObjectOrNew("spec");
        if (spec.Text("type") == "Exempt" && spec.Object("limited") is null) spec.ObjectOrNew("exempt");
        if (spec.Object("exempt") is { } exempt)
        {
            exempt.DefaultTo("nominalConcurrencyShares", 0);
            exempt.DefaultTo("lendablePercent", 0);
        }
        if (spec.Object("limited") is not { } limited) return;
        limited.DefaultTo("nominalConcurrencyShares", 30);
        limited.DefaultTo("lendablePercent", 0);
        if (limited.Object("limitResponse").Object("queuing") is not { } queuing) return;
        foreach (var (field, number) in (ReadOnlySpan<(string, long)>)[("queues", 64), ("handSize", 8), ("queueLengthLimit", 50)])
        {
            if ((queuing.Integer(field) ?? 0) == 0) queuing[field] = number;
        }
    }

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var name = value.Object("metadata").Text("name");
        var spec = value.Object("spec");
        var type = spec.Text("type");
        if (name == ExemptName != (type == "Exempt")) errors.Invalid(Spec.Child("type"), type, "type must be 'Exempt' if and only if name is 'exempt'");
        switch (type)
        {
            case "Exempt":
                if (spec.Object("limited") is not null) errors.Forbidden(Spec.Child("limited"), "must be nil if the type is not Limited");
                if (spec.Object("exempt") is { } exempt) ValidateShares(exempt, Spec.Child("exempt"), errors);
                break;
            case "Limited":
                if (spec.Object("exempt") is not null) errors.Forbidden(Spec.Child("exempt"), "must be nil if the type is Limited");
                if (spec.Object("limited") is { } limited) ValidateLimited(limited, Spec.Child("limited"), errors);
                else errors.Required(Spec.Child("limited"), "must not be empty when type is Limited");
                break;
            default:
                errors.NotSupported(Spec.Child("type"), type, ["Exempt", "Limited"]);
                break;
        }
        ValidateMandatory(name, spec, errors);
        FlowConditionsValidator.Validate(value, errors);
    }

    /// <inheritdoc/>
    private protected override void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors) => FlowConditionsValidator.Validate(value, errors);

    private static void ValidateMandatory(string name, JsonObject? spec, FieldErrors errors)
    {
        if (MandatorySpecs.OfLevel(name) is not { } fixedSpec || spec is null) return;
        if (name != ExemptName)
        {
            if (!MandatorySpecs.AreEqual(spec, fixedSpec)) errors.Invalid(Spec, spec, $"spec of '{name}' must equal the fixed value");
            return;
        }
        // How much the level without limits counts for the others is the administrator's to say.
        if (spec.Any(field => field.Key is not ("type" or "exempt")) || spec.Text("type") != "Exempt")
            errors.Invalid(Spec, spec, $"spec of '{name}' except the 'spec.exempt' field must equal the fixed value");
    }

    private static void ValidateShares(JsonObject level, FieldPath path, FieldErrors errors)
    {
        var shares = level.Integer("nominalConcurrencyShares") ?? 0;
        if (shares < 0) errors.Invalid(path.Child("nominalConcurrencyShares"), shares, "must be a non-negative integer");
        if (level.Integer("lendablePercent") is { } lendable and (< 0 or > 100)) errors.Invalid(path.Child("lendablePercent"), lendable, "must be between 0 and 100, inclusive");
    }

    private static void ValidateLimited(JsonObject limited, FieldPath path, FieldErrors errors)
    {
        ValidateShares(limited, path, errors);
        if (limited.Integer("borrowingLimitPercent") is { } borrowing and < 0) errors.Invalid(path.Child("borrowingLimitPercent"), borrowing, "if specified, must be a non-negative integer");
        var response = limited.Object("limitResponse");
        var at = path.Child("limitResponse");
        switch (response.Text("type"))
        {
            case "Reject":
                if (response.Object("queuing") is not null) errors.Forbidden(at.Child("queuing"), "must be nil if limited.limitResponse.type is not Limited");
                break;
            case "Queue":
                if (response.Object("queuing") is { } queuing) ValidateQueuing(queuing, at.Child("queuing"), errors);
                else errors.Required(at.Child("queuing"), "must not be empty if limited.limitResponse.type is Limited");
                break;
            case var type:
                errors.NotSupported(at.Child("type"), type, ["Queue", "Reject"]);
                break;
        }
    }

    private static void ValidateQueuing(JsonObject queuing, FieldPath path, FieldErrors errors)
    {
        var (queues, hand, length) = (queuing.Integer("queues") ?? 0, queuing.Integer("handSize") ?? 0, queuing.Integer("queueLengthLimit") ?? 0);
        if (length <= 0) errors.Invalid(path.Child("queueLengthLimit"), length, "must be positive");
        if (queues <= 0) errors.Invalid(path.Child("queues"), queues, "must be positive");
        else if (queues > ShuffleSharding.MaxQueues) errors.Invalid(path.Child("queues"), queues, $"must not be greater than {ShuffleSharding.MaxQueues}");
        if (hand <= 0) errors.Invalid(path.Child("handSize"), hand, "must be positive");
        else if (hand > queues) errors.Invalid(path.Child("handSize"), hand, $"should not be greater than queues ({queues})");
        else if (ShuffleSharding.EntropyBits(queues, hand) > ShuffleSharding.MaxHashBits)
            errors.Invalid(path.Child("handSize"), hand, $"required entropy bits of deckSize {queues} and handSize {hand} should not be greater than {ShuffleSharding.MaxHashBits}");
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Coordination;

/// <summary>Leases: durations and counts that make sense.</summary>
internal sealed class LeaseRules(KindShape shape) : KindRules(shape)
{
    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var spec = value.Object("spec");
        NumberRules.Positive(spec, "leaseDurationSeconds", Spec, errors);
        NumberRules.NotNegative(spec, "leaseTransitions", Spec, errors);
        var strategy = spec.Text("strategy");
        if (strategy.Length > 0) errors.InvalidIf(Spec.Child("strategy"), strategy, Formats.QualifiedName(strategy));
        else if (spec.Text("preferredHolder").Length > 0) errors.Required(Spec.Child("strategy"), "strategy must be specified when preferredHolder is specified");
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Storage;

/// <summary>Storage drivers.</summary>
internal sealed class CSIDriverRules(KindShape shape) : KindRules(shape)
{
    private const long MinTokenSeconds = 600;
    private const long MaxTokenSeconds = 1L << 32;
    private const long MinUpdateSeconds = 10;
    private static readonly string[] GroupPolicies = ["File", "None", "ReadWriteOnceWithFSType"];
    private static readonly string[] LifecycleModes = ["Persistent", "Ephemeral"];

    /// <inheritdoc/>
    public override void Default(JsonObject value) => StorageDefaults.ApplyDriver(value);

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var spec = value.Object("spec");
        ChoiceRules.Optional(spec, "fsGroupPolicy", GroupPolicies, Spec, errors);
        foreach (var mode in spec.Texts("volumeLifecycleModes").Where(mode => !LifecycleModes.Contains(mode))) errors.NotSupported(Spec.Child("volumeLifecycleModes"), mode, LifecycleModes);
        var audiences = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var request in spec.Objects("tokenRequests"))
        {
            var path = Spec.Child("tokenRequests").Item(at++);
            if (!audiences.Add(request.Text("audience")))
            {
                errors.Duplicate(path.Child("audience"), request.Text("audience"));
                continue;
            }
            if (request.Integer("expirationSeconds") is not { } seconds) continue;
            if (seconds < MinTokenSeconds) errors.Invalid(path.Child("expirationSeconds"), seconds, "may not specify a duration less than 10 minutes");
            if (seconds > MaxTokenSeconds) errors.Invalid(path.Child("expirationSeconds"), seconds, "may not specify a duration larger than 2^32 seconds");
        }
        if (spec.Integer("nodeAllocatableUpdatePeriodSeconds") is < MinUpdateSeconds and { } period)
            errors.Invalid(Spec.Child("nodeAllocatableUpdatePeriodSeconds"), period, "must be greater than or equal to 10 seconds");
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        ValidateObject(value, errors);
        var spec = value.Object("spec");
        var before = old.Object("spec");
        if (!JsonNode.DeepEquals(spec?["attachRequired"], before?["attachRequired"])) errors.Invalid(Spec.Child("attachedRequired"), spec?["attachRequired"], "field is immutable");
        Immutability.Field(spec, before, "volumeLifecycleModes", Spec, errors);
    }
}

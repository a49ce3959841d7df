using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;
using Kite.Api.Validation.Networking;

namespace Kite.Api.Kinds.Networking;

/// <summary>Network policies.</summary>
internal sealed class NetworkPolicyRules(KindShape shape) : KindRules(shape)
{
    private static readonly string[] Types = ["Ingress", "Egress"];

    /// <inheritdoc/>
    public override void Default(JsonObject value) => NetworkPolicyDefaults.Apply(value);

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var spec = value.Object("spec");
        LabelSelectorValidator.Validate(spec.Object("podSelector"), Spec.Child("podSelector"), errors);
        ValidateRules(spec, "ingress", "from", errors);
        ValidateRules(spec, "egress", "to", errors);
        var types = spec.Texts("policyTypes").ToArray();
        if (types.Length > Types.Length)
        {
            errors.Invalid(Spec.Child("policyTypes"), spec!["policyTypes"], "may not specify more than two policyTypes");
            return;
        }
        for (var at = 0; at < types.Length; at++)
        {
            if (!Types.Contains(types[at])) errors.NotSupported(Spec.Child("policyTypes").Item(at), types[at], Types);
        }
    }

    private static void ValidateRules(JsonObject? spec, string direction, string peers, FieldErrors errors)
    {
        var at = 0;
        foreach (var rule in spec.Objects(direction))
        {
            var path = Spec.Child(direction).Item(at++);
            var index = 0;
            foreach (var port in rule.Objects("ports")) PolicyPortValidator.Validate(port, path.Child("ports").Item(index++), errors);
            index = 0;
            foreach (var peer in rule.Objects(peers)) PolicyPeerValidator.Validate(peer, path.Child(peers).Item(index++), errors);
        }
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Networking;

/// <summary>Service CIDRs: at most one range of each address family; none ever changes, but the second may come later.</summary>
internal sealed class ServiceCidrRules(KindShape shape) : KindRules(shape)
{
    private static readonly FieldPath Path = Spec.Child("cidrs");

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var spec = value.Object("spec");
        var cidrs = spec.Texts("cidrs").ToArray();
        if (cidrs.Length == 0) errors.Required(Path, "at least one CIDR required");
        else if (cidrs.Length > 2) errors.Invalid(Path, spec, "may only hold up to 2 values");
        else if (cidrs.Length == 2 && cidrs[0].Contains(':') == cidrs[1].Contains(':'))
            errors.Invalid(Path, spec, "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64");
        else
            for (var at = 0; at < cidrs.Length; at++) errors.InvalidIf(Path.Item(at), cidrs[at], CidrRules.CheckStrict(cidrs[at]));
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        const string immutable = "field is immutable";
        string[] cidrs = [.. value.Object("spec").Texts("cidrs")], before = [.. old.Object("spec").Texts("cidrs")];
        // One family may become two; the first range stays what it is.
        var becomesDual = before.Length == 1 && cidrs.Length == 2;
        if (!becomesDual && cidrs.Length != before.Length)
        {
            errors.Invalid(Path, value.Object("spec")?["cidrs"] ?? new JsonArray(), immutable);
            return;
        }
        for (var at = 0; at < before.Length; at++)
        {
            if (cidrs[at] != before[at]) errors.Invalid(Path.Item(at), cidrs[at], immutable);
        }
        if (becomesDual) ValidateObject(value, errors);
    }
}

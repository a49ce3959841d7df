using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Kinds;

namespace Kite.Api.Validation;

/// <summary>Checks a service's cluster IPs against the address families it asks for.</summary>
public static class ServiceFamilyValidator
{
    private const string None = "None";
    private const int MaxFamilies = 2;
    private static readonly FieldPath Spec = FieldPath.Root.Child("spec");
    private static readonly FieldPath ClusterIPs = Spec.Child("clusterIPs");
    private static readonly FieldPath Families = Spec.Child("ipFamilies");
    private static readonly string[] FamilyPolicies = ["PreferDualStack", "RequireDualStack", "SingleStack"];
    private static readonly string[] KnownFamilies = ["IPv4", "IPv6"];

    /// <summary>Checks a service's <c>spec</c>.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="causes">Gets what is wrong with it.</param>
    public static void Validate(JsonObject spec, ICollection<StatusCause> causes) => Validate(spec, new FieldErrors(causes));

    internal static void Validate(JsonObject spec, FieldErrors errors)
    {
        if (spec.Text("type") == "ExternalName")
        {
            foreach (var field in (ReadOnlySpan<string>)["clusterIPs", "ipFamilies", "ipFamilyPolicy"])
            {
                if (spec[field] is { } node && !node.IsZero()) errors.Forbidden(Spec.Child(field), "may not be set for ExternalName services");
            }
            return;
        }
        ValidateFamilies(spec, errors);
        ValidateAddresses(spec, errors);
    }

    private static void ValidateFamilies(JsonObject spec, FieldErrors errors)
    {
        var isHeadless = spec.Text("clusterIP") == None && spec.IsEmpty("selector");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var family in spec.Texts("ipFamilies"))
        {
            // A headless service without a selector may list families that the cluster doesn't have.
            if (!KnownFamilies.Contains(family)) errors.NotSupported(Families.Item(at), family, KnownFamilies);
            if (!seen.Add(family)) errors.Duplicate(Families.Item(at), family);
            at++;
        }
        if (at > MaxFamilies && !isHeadless) errors.Invalid(Families, spec["ipFamilies"], "may only hold up to 2 values");
        ChoiceRules.Optional(spec, "ipFamilyPolicy", FamilyPolicies, Spec, errors);
    }

    private static void ValidateAddresses(JsonObject spec, FieldErrors errors)
    {
        var first = spec.Text("clusterIP");
        var addresses = spec.Texts("clusterIPs").ToArray();
        var families = spec.Texts("ipFamilies").ToArray();
        if (first.Length > 0 && addresses.Length == 0) errors.Required(ClusterIPs);
        if (first.Length == 0 && addresses.Length > 0) errors.Invalid(ClusterIPs, spec["clusterIPs"], "must be empty when `clusterIP` is not specified");
        if (first.Length > 0 && addresses.Length > 0 && addresses[0] != first) errors.Invalid(ClusterIPs, spec["clusterIPs"], "first value must match `clusterIP`");
        if (addresses.Length > MaxFamilies) errors.Invalid(ClusterIPs, spec["clusterIPs"], "may only hold up to 2 values");
        if (addresses.Length == 2 && addresses.All(Formats.IsAddress) && addresses[0].Contains(':') == addresses[1].Contains(':'))
            errors.Invalid(ClusterIPs, spec["clusterIPs"], "may specify no more than one IP for each IP family");
        for (var at = 0; at < addresses.Length; at++)
        {
            var path = ClusterIPs.Item(at);
            if (addresses[at] == None)
            {
                if (at > 0) errors.Invalid(path, addresses[at], "must be empty or 'None' only in the first item");
                continue;
            }
            if (addresses[0] == None && at > 0) errors.Invalid(ClusterIPs, spec["clusterIPs"], "'None' must be the first and only value");
            errors.InvalidIf(path, addresses[at], Formats.Address(addresses[at]));
            if (at < families.Length && Formats.IsAddress(addresses[at]) && addresses[at].Contains(':') != (families[at] == "IPv6"))
                errors.Invalid(path, addresses[at], $"expected an {families[at]} value as indicated by `ipFamilies[{at}]`");
        }
    }
}

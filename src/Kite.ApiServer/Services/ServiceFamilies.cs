using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.ApiServer.Services;

/// <summary>Settles the address families of a Service by what it asks for, what it had, and what the cluster has; in kube-apiserver's words.</summary>
/// <param name="configured">The families of the cluster, the default one first: <c>IPv4</c>, <c>IPv6</c>.</param>
internal sealed class ServiceFamilies(IReadOnlyList<string> configured)
{
    private const string Single = "SingleStack", Prefer = "PreferDualStack", Require = "RequireDualStack", None = "None";
    private const string PolicyField = "spec.ipFamilyPolicy";

    /// <summary>Fills in <c>ipFamilyPolicy</c> and <c>ipFamilies</c>, and drops the second address of a Service that becomes single-stack.</summary>
    /// <returns>What is wrong with it; nothing where it is fine.</returns>
    public IReadOnlyList<StatusCause> Settle(JsonObject spec, JsonObject? old)
    {
        if (spec.Text("type") == "ExternalName" || (old is not null && IsUnchangedPreference(spec, old))) return [];
        var errors = new List<StatusCause>();
        if (spec.Text("ipFamilyPolicy").Length == 0) spec["ipFamilyPolicy"] = DefaultPolicy(spec, old);
        ServiceFamilyValidator.Validate(spec, errors);
        if (errors.Count > 0) return errors;
        var policy = spec.Text("ipFamilyPolicy");
        if (old is not null) Shrink(spec, old, policy, errors);
        CheckPolicy(spec, policy, errors);
        Infer(spec, errors);
        if (errors.Count > 0) return errors;
        if (IsHeadlessWithoutSelector(spec))
        {
            // Whose endpoints are anybody's guess may have families that the cluster lacks.
            Complete(spec, policy, isWide: true);
            return errors;
        }
        if (policy == Require && configured.Count < 2) errors.Add(Invalid(PolicyField, Quoted(policy), "this cluster is not configured for dual-stack services"));
        var at = 0;
        foreach (var family in spec.Texts("ipFamilies"))
        {
            if (!configured.Contains(family)) errors.Add(Invalid($"spec.ipFamilies[{at}]", Quoted(family), "not configured on this cluster"));
            at++;
        }
        if (errors.Count == 0) Complete(spec, policy, isWide: configured.Count == 2);
        return errors;
    }

    /// <summary>The family of an address.</summary>
    public static string Of(string address) => address.Contains(':', StringComparison.Ordinal) ? "IPv6" : "IPv4";

    private static string DefaultPolicy(JsonObject spec, JsonObject? old) =>
        old.Text("ipFamilyPolicy") is { Length: > 0 } kept ? kept : IsHeadlessWithoutSelector(spec) ? Require : Single;

    private static bool IsHeadlessWithoutSelector(JsonObject spec) => spec.Text("clusterIP") == None && spec.IsEmpty("selector");

    /// <summary>True where nothing asks to add or take away an address of a Service that prefers two: a cluster that changes its ranges doesn't change it.</summary>
    private static bool IsUnchangedPreference(JsonObject spec, JsonObject old) =>
        spec.Text("type") == old.Text("type")
        && spec.Text("ipFamilyPolicy") == Prefer
        && old.Text("ipFamilyPolicy") == Prefer
        && Same(spec, old, "clusterIPs")
        && Same(spec, old, "ipFamilies");

    private static void Shrink(JsonObject spec, JsonObject old, string policy, List<StatusCause> errors)
    {
        if (policy == Single)
        {
            foreach (var field in (ReadOnlySpan<string>)["clusterIPs", "ipFamilies"])
            {
                if (spec[field] is JsonArray { Count: > 1 } values && Same(spec, old, field)) spec[field] = new JsonArray(values[0]!.DeepClone());
            }
            return;
        }
        if (IsReduced(spec, old, "clusterIPs")) errors.Add(Invalid(PolicyField, Quoted(policy), "must be 'SingleStack' to release the secondary cluster IP"));
        if (IsReduced(spec, old, "ipFamilies")) errors.Add(Invalid(PolicyField, Quoted(policy), "must be 'SingleStack' to release the secondary IP family"));
    }

    private static void CheckPolicy(JsonObject spec, string policy, List<StatusCause> errors)
    {
        if (policy != Single) return;
        if (spec.Texts("clusterIPs").Count() == 2) errors.Add(Invalid(PolicyField, Quoted(policy), "must be 'RequireDualStack' or 'PreferDualStack' when multiple cluster IPs are specified"));
        if (spec.Texts("ipFamilies").Count() == 2) errors.Add(Invalid(PolicyField, Quoted(policy), "must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified"));
    }

    /// <summary>Addresses that are asked for say which families.</summary>
    private void Infer(JsonObject spec, List<StatusCause> errors)
    {
        string[] addresses = [.. spec.Texts("clusterIPs")];
        List<string> families = [.. spec.Texts("ipFamilies")];
        for (var at = 0; at < addresses.Length && addresses[at] != None; at++)
        {
            if (at < families.Count) continue;
            if (configured.Contains(Of(addresses[at]))) families.Add(Of(addresses[at]));
            else errors.Add(Invalid($"spec.clusterIPs[{at}]", (spec["clusterIPs"] ?? new JsonArray()).ToJsonString(), $"{Of(addresses[at])} is not configured on this cluster"));
        }
        Put(spec, families);
    }

    private void Complete(JsonObject spec, string policy, bool isWide)
    {
        List<string> families = [.. spec.Texts("ipFamilies")];
        if (families.Count == 0) families.Add(configured[0]);
        if (families.Count == 1 && policy != Single && isWide) families.Add(families[0] == "IPv4" ? "IPv6" : "IPv4");
        Put(spec, families);
    }

    private static void Put(JsonObject spec, List<string> families)
    {
        if (families.Count > 0 && !families.SequenceEqual(spec.Texts("ipFamilies"))) spec["ipFamilies"] = new JsonArray([.. families.Select(family => (JsonNode)family)]);
    }

    private static bool Same(JsonObject spec, JsonObject old, string field) => spec.Texts(field).SequenceEqual(old.Texts(field));

    private static bool IsReduced(JsonObject spec, JsonObject old, string field) => spec.Texts(field).Count() is > 0 and var count && count < old.Texts(field).Count();

    private static string Quoted(string text) => $"\"{text}\"";

    private static StatusCause Invalid(string field, string value, string detail) => new("FieldValueInvalid", $"Invalid value: {value}: {detail}", field);
}

using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks what an update of a pod's status says.</summary>
internal static class PodStatusValidator
{
    private static readonly FieldPath Status = FieldPath.Root.Child("status");

    internal static void Validate(JsonObject pod, JsonObject old, FieldErrors errors)
    {
        var status = pod.Object("status");
        var before = old.Object("status");
        var at = 0;
        foreach (var condition in status.Objects("conditions"))
        {
            var type = condition.Text("type");
            errors.InvalidIf(Status.Child("conditions").Item(at++).Child("type"), type, Formats.QualifiedName(type));
        }
        var nominated = status.Text("nominatedNodeName");
        if (nominated.Length > 0 && nominated != before.Text("nominatedNodeName")) errors.InvalidIf(Status.Child("nominatedNodeName"), nominated, Formats.Subdomain(nominated));
        NumberRules.NotNegative(status, "observedGeneration", Status, errors);
        Immutability.Field(status, before, "qosClass", Status, errors);
        ValidateAddresses(status, "podIPs", errors);
        ValidateAddresses(status, "hostIPs", errors);
        ValidateRestarts(status, before, "containerStatuses", old.Object("spec") ?? [], errors);
    }

    private static void ValidateAddresses(JsonObject? status, string list, FieldErrors errors)
    {
        if (status.IsEmpty(list)) return;
        var families = new HashSet<bool>();
        var path = Status.Child(list);
        var at = 0;
        foreach (var address in status.Objects(list).Select(entry => entry.Text("ip")))
        {
            if (Formats.Address(address) is { } wrong) errors.Invalid(path.Item(at), address, wrong);
            else if (!families.Add(address.Contains(':'))) errors.Invalid(path, status![list], "may specify no more than one IP for each IP family");
            at++;
        }
    }

    /// <summary>A container that ended for good doesn't come back.</summary>
    private static void ValidateRestarts(JsonObject? status, JsonObject? old, string list, JsonObject spec, FieldErrors errors)
    {
        if (MayAllRestart(spec)) return;
        var now = status.Objects(list).ToLookup(container => container.Text("name"));
        var containers = spec.Objects("containers").ToLookup(container => container.Text("name"));
        var at = 0;
        foreach (var before in old.Objects(list))
        {
            var path = Status.Child(list).Item(at++).Child("state");
            var name = before.Text("name");
            if (before.Object("state").Object("terminated") is not { } ended || MayRestart(spec, containers[name].FirstOrDefault(), ended.Integer("exitCode") ?? 0)) continue;
            if (now[name].FirstOrDefault().Object("state") is { } state && !state.ContainsKey("terminated"))
                errors.Forbidden(path, "may not be transitioned to non-terminated state");
        }
    }

    private static bool MayAllRestart(JsonObject spec) => spec.Objects("containers").Concat(spec.Objects("initContainers"))
        .Any(container => container.Objects("restartPolicyRules").Any(rule => rule.Text("action") == "RestartAllContainers"));

    private static bool MayRestart(JsonObject spec, JsonObject? container, long exitCode)
    {
        var own = container.Text("restartPolicy");
        if (own.Length > 0 && container.Objects("restartPolicyRules").Any(rule => Names(rule.Object("exitCodes"), exitCode))) return true;
        return (own.Length > 0 ? own : spec.Text("restartPolicy")) switch
        {
            "Never" => false,
            "OnFailure" => exitCode != 0,
            _ => true,
        };
    }

    private static bool Names(JsonObject? codes, long exitCode)
    {
        var isListed = codes?.Array("values")?.Any(value => value.AsInteger() == exitCode) is true;
        return codes.Text("operator") switch
        {
            "In" => isListed,
            "NotIn" => !isListed,
            _ => false,
        };
    }
}

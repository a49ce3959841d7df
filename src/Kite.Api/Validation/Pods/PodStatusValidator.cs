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
        var policy = old.Object("spec").Text("restartPolicy");
        if (policy == "Always") return;
        ValidateRestarts(status, before, "containerStatuses", policy, errors);
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
    private static void ValidateRestarts(JsonObject? status, JsonObject? old, string list, string policy, FieldErrors errors)
    {
        var now = status.Objects(list).ToLookup(container => container.Text("name"));
        var at = 0;
        foreach (var before in old.Objects(list))
        {
            var path = Status.Child(list).Item(at++).Child("state");
            if (before.Object("state").Object("terminated") is not { } ended) continue;
            if (policy == "OnFailure" && ended.Integer("exitCode") != 0) continue;
            if (now[before.Text("name")].FirstOrDefault().Object("state") is { } state && !state.ContainsKey("terminated"))
                errors.Forbidden(path, "may not be transitioned to non-terminated state");
        }
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>Keeps webhooks from breaking <c>metadata.managedFields</c>: what they leave in a state that can't be read is put back.</summary>
internal static class ManagedFieldsGuard
{
    /// <summary>Puts the managed fields back where the changed object's can't be read.</summary>
    public static void Keep(AdmissionRequest request, JsonObject changed)
    {
        var before = request.Object.Object("metadata")?["managedFields"];
        if (JsonNode.DeepEquals(before, changed.Object("metadata")?["managedFields"]) || Problem(changed) is not { } problem) return;
        request.Warn($".metadata.managedFields was in an invalid state after admission; this could be caused by an outdated mutating admission controller; please fix your requests: {problem}");
        if (before is null) changed.Metadata().Remove("managedFields");
        else changed.Metadata()["managedFields"] = before.DeepClone();
    }

    private static string? Problem(JsonObject value)
    {
        foreach (var entry in value.Object("metadata").Objects("managedFields"))
        {
            if (entry.Text("operation") is not ("Apply" or "Update")) return $"operation is \"{entry.Text("operation")}\" but should be Apply or Update";
            if (entry.Text("apiVersion").Length == 0) return "missing APIVersion";
            if (entry.Text("fieldsType") != "FieldsV1") return $"invalid FieldsType: {entry.Text("fieldsType")}";
        }
        return null;
    }
}

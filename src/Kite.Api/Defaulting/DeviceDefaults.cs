using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Defaulting;

/// <summary>The defaults of claims to devices: exactly one of each.</summary>
internal static class DeviceDefaults
{
    internal static void ApplyClaim(JsonObject? spec)
    {
        foreach (var request in spec.Object("devices").Objects("requests"))
        {
            if (request.Object("exactly") is { } exactly) ApplyRequest(exactly);
            foreach (var alternative in request.Objects("firstAvailable")) ApplyRequest(alternative);
        }
    }

    private static void ApplyRequest(JsonObject request)
    {
        request.DefaultTo("allocationMode", "ExactCount");
        if (request.Text("allocationMode") == "ExactCount" && request.Integer("count") is null or 0) request["count"] = 1L;
        foreach (var toleration in request.Objects("tolerations")) toleration.DefaultTo("operator", "Equal");
    }
}

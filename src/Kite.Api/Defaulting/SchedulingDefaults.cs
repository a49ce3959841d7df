using System.Text.Json.Nodes;

namespace Kite.Api.Defaulting;

/// <summary>The defaults of the scheduling group.</summary>
internal static class SchedulingDefaults
{
    internal static void ApplyPriorityClass(JsonObject priority) => priority.DefaultTo("preemptionPolicy", "PreemptLowerPriority");
}

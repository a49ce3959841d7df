using Kite.Api.Defaulting;

namespace Kite.Api.Kinds.Apps;

/// <summary>The kinds of the apps group.</summary>
internal static class AppsKinds
{
    internal static IReadOnlyDictionary<string, KindTraits> Entries { get; } = new Dictionary<string, KindTraits>
    {
        ["apps/v1.Deployment"] = new()
        {
            HasGeneration = true,
            CountsAnnotations = true,
            KeptByStatus = ["labels"],
            Rules = shape => new DeploymentRules(shape),
        },
        ["apps/v1.ReplicaSet"] = new() { HasGeneration = true, Fields = ["status.replicas=0"], Rules = shape => new WorkloadRules(shape, WorkloadDefaults.ApplyReplicaSet) },
        ["apps/v1.DaemonSet"] = new() { HasGeneration = true, Rules = shape => new WorkloadRules(shape, WorkloadDefaults.ApplyDaemonSet) },
        ["apps/v1.StatefulSet"] = new() { HasGeneration = true, Rules = shape => new WorkloadRules(shape, WorkloadDefaults.ApplyStatefulSet) },
    };
}

using Kite.Api.Validation;

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
        ["apps/v1.ReplicaSet"] = new() { StatusFields = ["replicas=0"], HasGeneration = true, Fields = ["status.replicas=0"], Rules = shape => new ReplicaSetRules(shape) },
        ["apps/v1.DaemonSet"] = new() { StatusFields = ["currentNumberScheduled=0", "numberMisscheduled=0", "desiredNumberScheduled=0", "numberReady=0"], HasGeneration = true, Rules = shape => new DaemonSetRules(shape) },
        ["apps/v1.StatefulSet"] = new() { StatusFields = ["replicas=0", "availableReplicas=0"], Name = NameRules.Label, HasGeneration = true, Rules = shape => new StatefulSetRules(shape) },
        ["apps/v1.ControllerRevision"] = new() { Rules = shape => new ControllerRevisionRules(shape) },
    };
}

using Kite.Api.Models.AppsV1;

namespace Kite.ControlPlane.Controllers.Deployments;

/// <summary>The annotations by which Deployments and their ReplicaSets remember revisions and sizes.</summary>
internal static class DeploymentAnnotations
{
    internal const string Revision = "deployment.kubernetes.io/revision";
    internal const string RevisionHistory = "deployment.kubernetes.io/revision-history";
    internal const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";
    internal const string MaxReplicas = "deployment.kubernetes.io/max-replicas";

    private static readonly string[] NotCopied =
        ["kubectl.kubernetes.io/last-applied-configuration", Revision, RevisionHistory, DesiredReplicas, MaxReplicas, "deprecated.deployment.rollback.to"];

    /// <summary>A ReplicaSet's revision; 0 where it has none.</summary>
    internal static long RevisionOf(ReplicaSet set) =>
        set.Metadata.Annotations.TryGetValue(Revision, out var text) && long.TryParse(text, out var revision) ? revision : 0;

    /// <summary>A number that an annotation holds, or null.</summary>
    internal static int? Number(ReplicaSet set, string annotation) =>
        set.Metadata.Annotations.TryGetValue(annotation, out var text) && int.TryParse(text, out var number) ? number : null;

    /// <summary>The ReplicaSet with the Deployment's own annotations and at least the revision given; a revision that it had before goes into its history.</summary>
    internal static ReplicaSet ForNewest(Deployment deployment, ReplicaSet set, long revision)
    {
        var annotations = new Dictionary<string, string>(set.Metadata.Annotations);
        foreach (var (key, value) in deployment.Metadata.Annotations)
            if (!NotCopied.Contains(key)) annotations[key] = value;
        var old = RevisionOf(set);
        if (old < revision)
        {
            annotations[Revision] = revision.ToString();
            if (set.Metadata.Annotations.TryGetValue(Revision, out var before))
                annotations[RevisionHistory] = annotations.TryGetValue(RevisionHistory, out var history) && history.Length > 0 ? $"{history},{before}" : before;
        }
        return With(set, annotations);
    }

    /// <summary>The ReplicaSet with the Deployment's size noted, from which a later change of that size is told.</summary>
    internal static ReplicaSet WithSizes(Deployment deployment, ReplicaSet set) => With(set, new Dictionary<string, string>(set.Metadata.Annotations)
    {
        [DesiredReplicas] = deployment.Replicas().ToString(),
        [MaxReplicas] = (deployment.Replicas() + deployment.MaxSurge()).ToString(),
    });

    private static ReplicaSet With(ReplicaSet set, Dictionary<string, string> annotations)
    {
        var isSame = annotations.Count == set.Metadata.Annotations.Count
            && annotations.All(pair => set.Metadata.Annotations.TryGetValue(pair.Key, out var value) && value == pair.Value);
        return isSame ? set : set with { Metadata = set.Metadata with { Annotations = annotations } };
    }
}

namespace Kite.ApiServer.Discovery;

/// <summary>The order in which groups are listed, which decides what a short name such as <c>ev</c> resolves to, and of versions within them: larger ones first.</summary>
/// <remarks>The numbers are those of upstream's automatic APIServices.</remarks>
internal static class GroupPriorities
{
    /// <summary>What custom resources have: they come after everything built in, in the order of their versions' names.</summary>
    public static readonly (int Group, int Version) Custom = (1000, 100);

    private static readonly Dictionary<string, int> Groups = new(StringComparer.Ordinal)
    {
        [""] = 18000,
        ["apps"] = 17800,
        ["events.k8s.io"] = 17750,
        ["authentication.k8s.io"] = 17700,
        ["authorization.k8s.io"] = 17600,
        ["autoscaling"] = 17500,
        ["batch"] = 17400,
        ["certificates.k8s.io"] = 17300,
        ["networking.k8s.io"] = 17200,
        ["policy"] = 17100,
        ["rbac.authorization.k8s.io"] = 17000,
        ["storage.k8s.io"] = 16800,
        ["apiextensions.k8s.io"] = 16700,
        ["admissionregistration.k8s.io"] = 16700,
        ["scheduling.k8s.io"] = 16600,
        ["coordination.k8s.io"] = 16500,
        ["node.k8s.io"] = 16300,
        ["discovery.k8s.io"] = 16200,
        ["resource.k8s.io"] = 16200,
        ["flowcontrol.apiserver.k8s.io"] = 16100,
        ["storagemigration.k8s.io"] = 15800,
        // As metrics-server registers it.
        ["metrics.k8s.io"] = 100,
        // Nothing registers it; it is what registers all others, and comes first.
        ["apiregistration.k8s.io"] = 20000,
    };

    /// <summary>The priorities of a built-in group version.</summary>
    public static (int Group, int Version) Of(string group, string version) => (Groups.GetValueOrDefault(group, 15000), (group, version) switch
    {
        ("", _) => 1,
        ("metrics.k8s.io", _) => 100,
        ("autoscaling", "v2") => 30,
        ("flowcontrol.apiserver.k8s.io", _) => 21,
        _ => 15,
    });
}

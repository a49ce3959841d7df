using Kite.Api.Models.FlowcontrolV1;

namespace Kite.Api.Kinds.FlowControl;

/// <summary>The priority levels and flow schemas that a cluster starts with, as upstream has them.</summary>
/// <remarks><see href="https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#defaults"/></remarks>
public static class SuggestedFlowControl
{
    private const string All = "*";
    private const string ByUser = "ByUser";
    private const string ByNamespace = "ByNamespace";
    private static readonly string[] Use = ["get", "create", "update"];
    private static readonly Subject KubeSystem = Account("kube-system", All);

    /// <summary>The level without limits, for <c>system:masters</c>, and the level for what nothing else matches.</summary>
    public static IReadOnlyList<PriorityLevelConfiguration> MandatoryLevels { get; } =
    [
        new() { Metadata = new() { Name = "exempt" }, Spec = new() { Type = "Exempt", Exempt = new() { NominalConcurrencyShares = 0, LendablePercent = 0 } } },
        Level("catch-all", 5, 0, new() { Type = "Reject" }),
    ];

    /// <summary>The schemas that lead to the mandatory levels.</summary>
    public static IReadOnlyList<FlowSchema> MandatorySchemas { get; } =
    [
        Schema("exempt", "exempt", 1, null, Everything(Group("system:masters"))),
        Schema("catch-all", "catch-all", 10000, ByUser, Everything(Group("system:unauthenticated"), Group("system:authenticated"))),
    ];

    /// <summary>The other levels.</summary>
    public static IReadOnlyList<PriorityLevelConfiguration> Levels { get; } =
    [
        Level("system", 30, 33, Queues(64, 6, 50)),
        Level("node-high", 40, 25, Queues(64, 6, 50)),
        Level("leader-election", 10, 0, Queues(16, 4, 50)),
        Level("workload-high", 40, 50, Queues(128, 6, 50)),
        Level("workload-low", 100, 90, Queues(128, 6, 50)),
        Level("global-default", 20, 50, Queues(128, 6, 50)),
    ];

    /// <summary>The other schemas.</summary>
    public static IReadOnlyList<FlowSchema> Schemas { get; } =
    [
        Schema("probes", "exempt", 2, null, new PolicyRulesWithSubjects
        {
            Subjects = [Group("system:unauthenticated"), Group("system:authenticated")],
            NonResourceRules = [new() { Verbs = ["get"], NonResourceURLs = ["/healthz", "/readyz", "/livez"] }],
        }),
        Schema("system-leader-election", "leader-election", 100, ByUser, new PolicyRulesWithSubjects
        {
            Subjects = [User("system:kube-controller-manager"), User("system:kube-scheduler"), KubeSystem],
            ResourceRules = [Rule(Use, "coordination.k8s.io", ["leases"], namespaces: [All])],
        }),
        Schema("endpoint-controller", "workload-high", 150, ByUser, new PolicyRulesWithSubjects
        {
            Subjects = [User("system:kube-controller-manager"), Account("kube-system", "endpoint-controller"), Account("kube-system", "endpointslicemirroring-controller")],
            ResourceRules = [Rule(Use, "", ["endpoints"], namespaces: [All])],
        }),
        Schema("workload-leader-election", "leader-election", 200, ByUser, new PolicyRulesWithSubjects
        {
            Subjects = [KubeSystem],
            ResourceRules = [Rule(Use, "coordination.k8s.io", ["leases"], namespaces: [All])],
        }),
        Schema("system-node-high", "node-high", 400, ByUser, new PolicyRulesWithSubjects
        {
            Subjects = [Group("system:nodes")],
            ResourceRules = [Rule([All], "", ["nodes", "nodes/status"], isCluster: true), Rule([All], "coordination.k8s.io", ["leases"], namespaces: [All])],
        }),
        Schema("system-nodes", "system", 500, ByUser, Everything(Group("system:nodes"))),
        Schema("kube-controller-manager", "workload-high", 800, ByNamespace, Everything(User("system:kube-controller-manager"))),
        Schema("kube-scheduler", "workload-high", 800, ByNamespace, Everything(User("system:kube-scheduler"))),
        Schema("kube-system-service-accounts", "workload-high", 900, ByNamespace, Everything(KubeSystem)),
        Schema("service-accounts", "workload-low", 9000, ByUser, Everything(Group("system:serviceaccounts"))),
        Schema("global-default", "global-default", 9900, ByUser, Everything(Group("system:unauthenticated"), Group("system:authenticated"))),
    ];

    private static PriorityLevelConfiguration Level(string name, int shares, int lendable, LimitResponse response) => new()
    {
        Metadata = new() { Name = name },
        Spec = new() { Type = "Limited", Limited = new() { NominalConcurrencyShares = shares, LendablePercent = lendable, LimitResponse = response } },
    };

    private static LimitResponse Queues(int queues, int handSize, int length) =>
        new() { Type = "Queue", Queuing = new() { Queues = queues, HandSize = handSize, QueueLengthLimit = length } };

    private static FlowSchema Schema(string name, string level, int precedence, string? distinguisher, PolicyRulesWithSubjects rules) => new()
    {
        Metadata = new() { Name = name },
        Spec = new()
        {
            PriorityLevelConfiguration = new() { Name = level },
            MatchingPrecedence = precedence,
            DistinguisherMethod = distinguisher is null ? null : new() { Type = distinguisher },
            Rules = [rules],
        },
    };

    private static PolicyRulesWithSubjects Everything(params Subject[] subjects) => new()
    {
        Subjects = subjects,
        ResourceRules = [Rule([All], All, [All], [All], isCluster: true)],
        NonResourceRules = [new() { Verbs = [All], NonResourceURLs = [All] }],
    };

    private static ResourcePolicyRule Rule(string[] verbs, string group, string[] resources, string[]? namespaces = null, bool isCluster = false) =>
        new() { Verbs = verbs, ApiGroups = [group], Resources = resources, Namespaces = namespaces ?? [], ClusterScope = isCluster ? true : null };

    private static Subject Group(string name) => new() { Kind = "Group", Group = new() { Name = name } };

    private static Subject User(string name) => new() { Kind = "User", User = new() { Name = name } };

    private static Subject Account(string @namespace, string name) => new() { Kind = "ServiceAccount", ServiceAccount = new() { Namespace = @namespace, Name = name } };
}

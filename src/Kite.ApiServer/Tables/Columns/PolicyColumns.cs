using System.Text.Json;

namespace Kite.ApiServer.Tables.Columns;

/// <summary>The tables of roles, budgets, quotas, priorities and certificates.</summary>
internal static class PolicyColumns
{
    public static IReadOnlyDictionary<string, Column[]> All { get; } = new Dictionary<string, Column[]>
    {
        ["roles.rbac.authorization.k8s.io"] = [Column.ObjectName, Column.Created],
        ["clusterroles.rbac.authorization.k8s.io"] = [Column.ObjectName, Column.Created],
        ["rolebindings.rbac.authorization.k8s.io"] = Bindings(),
        ["clusterrolebindings.rbac.authorization.k8s.io"] = Bindings(),
        ["poddisruptionbudgets.policy"] =
        [
            Column.ObjectName,
            Column.Text("Min Available", item => item.TextOr("N/A", "spec", "minAvailable")),
            Column.Text("Max Unavailable", item => item.TextOr("N/A", "spec", "maxUnavailable")),
            Column.Number("Allowed Disruptions", item => item.Count("status", "disruptionsAllowed")),
            Column.Age,
        ],
        ["priorityclasses.scheduling.k8s.io"] =
        [
            Column.ObjectName,
            Column.Number("Value", item => item.Count("value")),
            Column.Flag("Global-Default", item => item.Text("globalDefault") == "true"),
            Column.Age,
            Column.Text("PreemptionPolicy", item => item.TextOr("PreemptLowerPriority", "preemptionPolicy")),
        ],
        ["resourcequotas"] =
        [
            Column.ObjectName,
            Column.Text("Request", item => Quota(item, isLimit: false)),
            Column.Text("Limit", item => Quota(item, isLimit: true)),
            Column.Age,
        ],
        ["certificatesigningrequests.certificates.k8s.io"] =
        [
            Column.ObjectName,
            Column.Age,
            Column.Text("SignerName", item => item.Text("spec", "signerName")),
            Column.Text("Requestor", item => item.Text("spec", "username")),
            new("RequestedDuration", (item, _) => item.Count("spec", "expirationSeconds") is > 0 and var seconds ? HumanDuration.Format(TimeSpan.FromSeconds(seconds)) : "<none>"),
            Column.Text("Condition", CertificateCondition),
        ],
    };

    private static Column[] Bindings() =>
    [
        Column.ObjectName,
        Column.Text("Role", item => $"{item.Text("roleRef", "kind")}/{item.Text("roleRef", "name")}"),
        Column.Age,
        Column.Wide("Users", item => Subjects(item, "User")),
        Column.Wide("Groups", item => Subjects(item, "Group")),
        Column.Wide("ServiceAccounts", item => Subjects(item, "ServiceAccount")),
    ];

    private static string Subjects(JsonElement binding, string kind) => string.Join(", ", binding.Items("subjects").Where(subject => subject.Text("kind") == kind)
        .Select(subject => kind == "ServiceAccount" ? $"{subject.Text("namespace")}/{subject.Text("name")}" : subject.Text("name")));

    private static string Quota(JsonElement quota, bool isLimit) => string.Join(", ", quota.Pairs("status", "hard")
        .Where(hard => hard.Name.StartsWith("limits.", StringComparison.Ordinal) == isLimit).OrderBy(hard => hard.Name, StringComparer.Ordinal)
        .Select(hard => $"{hard.Name}: {quota.TextOr("0", "status", "used", hard.Name)}/{hard.Value.GetString()}"));

    private static string CertificateCondition(JsonElement request)
    {
        var types = request.Items("status", "conditions").Select(condition => condition.Text("type")).OfType<string>().ToHashSet();
        var text = types.Contains("Denied") ? "Denied" : types.Contains("Approved") ? "Approved" : "Pending";
        if (types.Contains("Failed")) text += ",Failed";
        return request.Text("status", "certificate") is { Length: > 0 } ? text + ",Issued" : text;
    }
}

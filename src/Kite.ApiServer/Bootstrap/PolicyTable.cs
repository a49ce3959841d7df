using Kite.Api.Models.MetaV1;
using Kite.Api.Models.RbacV1;

namespace Kite.ApiServer.Bootstrap;

/// <summary>Reads the table of default roles and bindings; its form is described at its top.</summary>
internal sealed class PolicyTable
{
    private const string RbacGroup = "rbac.authorization.k8s.io";
    private static readonly string[] Read3 = ["get", "list", "watch"];
    private static readonly string[] Write5 = ["create", "delete", "deletecollection", "patch", "update"];

    private readonly List<ClusterRole> clusterRoles = [];
    private readonly List<ClusterRoleBinding> clusterRoleBindings = [];
    private readonly List<Role> roles = [];
    private readonly List<RoleBinding> roleBindings = [];
    private List<PolicyRule> rules = [];

    /// <exception cref="FormatException">A line makes no sense.</exception>
    public DefaultPolicy Read(TextReader table)
    {
        while (table.ReadLine() is { } line)
        {
            if (line.AsSpan().TrimStart() is [] or ['#', ..]) continue;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line[0] == ' ') rules.Add(Rule(words));
            else Start(words);
        }
        return new(clusterRoles, clusterRoleBindings, roles, roleBindings);
    }

    private static PolicyRule Rule(string[] words)
    {
        if (words is ["events"]) return new() { Verbs = ["create", "patch", "update"], ApiGroups = ["", "events.k8s.io"], Resources = ["events"] };
        if (words.Length < 3) throw new FormatException($"policy.txt: a rule has verbs, groups and resources: {string.Join(' ', words)}");
        var verbs = Sorted(words[0].Split(',').SelectMany(verb => verb switch { "read" => Read3, "write" => Write5, _ => [verb] }));
        if (words[1] == "urls") return new() { Verbs = verbs, NonResourceURLs = Sorted(words[2].Split(',')) };
        return new()
        {
            Verbs = verbs,
            ApiGroups = Sorted(words[1].Split(',').Select(group => group == "core" ? "" : group)),
            Resources = Sorted(words[2].Split(',')),
            ResourceNames = Option(words, "names=") is { } names ? Sorted(names.Split(',')) : [],
        };
    }

    private static string[] Sorted(IEnumerable<string> values) => [.. values.Distinct().Order(StringComparer.Ordinal)];

    private static string? Option(string[] words, string prefix) => words.FirstOrDefault(word => word.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];

    private static ObjectMeta Metadata(string name, string @namespace = "", string? label = null)
    {
        var labels = new Dictionary<string, string> { ["kubernetes.io/bootstrapping"] = "rbac-defaults" };
        if (label is not null) labels[$"{RbacGroup}/{label}"] = "true";
        return new() { Name = name, Namespace = @namespace, Labels = labels, Annotations = new Dictionary<string, string> { [PolicyReconciler.AutoUpdate] = "true" } };
    }

    private static Subject Subject(string word)
    {
        var colon = word.IndexOf(':');
        var (kind, name) = (word[..colon], word[(colon + 1)..]);
        if (kind != "ServiceAccount") return new() { Kind = kind, ApiGroup = RbacGroup, Name = name };
        var slash = name.IndexOf('/');
        return new() { Kind = kind, Namespace = name[..slash], Name = name[(slash + 1)..] };
    }

    private static RoleRef Reference(string kind, string name) => new() { ApiGroup = RbacGroup, Kind = kind, Name = name };

    private static AggregationRule Aggregation(string label) =>
        new() { ClusterRoleSelectors = [new() { MatchLabels = new Dictionary<string, string> { [$"{RbacGroup}/{label}"] = "true" } }] };

    private void Start(string[] words)
    {
        rules = [];
        switch (words)
        {
            case ["clusterrole", var name, ..]:
                clusterRoles.Add(new() { Metadata = Metadata(name, label: Option(words, "label=")), Rules = rules, AggregationRule = Option(words, "aggregates=") is { } label ? Aggregation(label) : null });
                break;
            case ["controller", var name]:
                clusterRoles.Add(new() { Metadata = Metadata("system:controller:" + name), Rules = rules });
                clusterRoleBindings.Add(new() { Metadata = Metadata("system:controller:" + name), RoleRef = Reference("ClusterRole", "system:controller:" + name), Subjects = [Subject("ServiceAccount:kube-system/" + name)] });
                break;
            case ["role", var @namespace, var name]:
                roles.Add(new() { Metadata = Metadata(name, @namespace), Rules = rules });
                break;
            case ["clusterbinding", var name, var role, .. var subjects]:
                clusterRoleBindings.Add(new() { Metadata = Metadata(name), RoleRef = Reference("ClusterRole", role), Subjects = [.. subjects.Select(Subject)] });
                break;
            case ["binding", var @namespace, var name, var role, .. var subjects]:
                var slash = role.IndexOf('/');
                roleBindings.Add(new() { Metadata = Metadata(name, @namespace), RoleRef = Reference(role[..slash], role[(slash + 1)..]), Subjects = [.. subjects.Select(Subject)] });
                break;
            default:
                throw new FormatException($"policy.txt: what is this: {string.Join(' ', words)}");
        }
    }
}

using Kite.ApiServer.Configuration;

namespace Kite.ApiServer.Audit.Policies;

/// <summary>Reads a <c>Policy</c> of <c>audit.k8s.io/v1</c>.</summary>
internal static class AuditPolicyReader
{
    private static readonly string[] Levels = ["Metadata", "None", "Request", "RequestResponse"];
    private static readonly string[] Stages = ["RequestReceived", "ResponseStarted", "ResponseComplete", "Panic"];

    /// <summary>Reads the file's content.</summary>
    /// <exception cref="ConfigurationException">Something is wrong with it.</exception>
    public static AuditPolicy Parse(string path, ReadOnlySpan<byte> content)
    {
        var policy = ConfigurationFile.Parse(path, content, "audit.k8s.io", "Policy", Read);
        return policy.Rules.Count > 0 ? policy : throw new ConfigurationException($"{path}: loaded illegal policy with 0 rules");
    }

    private static AuditPolicy Read(ConfigurationNode root)
    {
        root.Only("apiVersion", "kind", "metadata", "rules", "omitStages", "omitManagedFields");
        var omitted = StagesOf(root);
        var omitManagedFields = root.Flag("omitManagedFields", absent: false);
        return new([.. root.Objects("rules").Select(rule => Rule(rule, omitted, omitManagedFields))]);
    }

    private static AuditRule Rule(ConfigurationNode node, AuditStages omitted, bool omitManagedFields)
    {
        node.Only("level", "users", "userGroups", "verbs", "resources", "namespaces", "nonResourceURLs", "omitStages", "omitManagedFields");
        var urls = node.Texts("nonResourceURLs");
        if (urls.Count > 0 && (node.Has("resources") || node.Has("namespaces"))) node.Invalid("nonResourceURLs", string.Join(",", urls), "rules cannot apply to both regular resources and non-resource URLs");
        foreach (var url in urls.Where(url => url != "*"))
        {
            if (!url.StartsWith('/')) node.Invalid("nonResourceURLs", url, "non-resource URL rules must begin with a '/' character");
            if (url.Length > 0 && url[..^1].Contains('*', StringComparison.Ordinal)) node.Invalid("nonResourceURLs", url, "non-resource URL wildcards '*' must be the final character of the rule");
        }
        return new()
        {
            Level = LevelOf(node),
            Users = node.Texts("users"),
            UserGroups = node.Texts("userGroups"),
            Verbs = node.Texts("verbs"),
            Resources = [.. node.Objects("resources").Select(Resources)],
            Namespaces = node.Texts("namespaces"),
            NonResourceUrls = urls,
            OmitStages = omitted | StagesOf(node),
            OmitManagedFields = node.Flag("omitManagedFields", omitManagedFields),
        };
    }

    private static AuditResources Resources(ConfigurationNode node)
    {
        node.Only("group", "resources", "resourceNames");
        var resources = node.Texts("resources");
        var names = node.Texts("resourceNames");
        var group = node.Text("group");
        if (group.Contains('/', StringComparison.Ordinal)) node.Invalid("group", group, "the group is given without a version");
        if (names.Count > 0 && resources.Count == 0) node.Invalid("resourceNames", string.Join(",", names), "using resourceNames requires at least one resource");
        return new(group, resources, names);
    }

    private static AuditLevel LevelOf(ConfigurationNode node)
    {
        var level = node.Required("level");
        if (level.Length == 0) return AuditLevel.None;
        if (Levels.Contains(level)) return Enum.Parse<AuditLevel>(level);
        node.Problem("level", $"Unsupported value: \"{level}\": supported values: {string.Join(", ", Levels.Select(known => $"\"{known}\""))}");
        return AuditLevel.None;
    }

    private static AuditStages StagesOf(ConfigurationNode node)
    {
        var stages = AuditStages.None;
        foreach (var stage in node.Texts("omitStages"))
        {
            if (Stages.Contains(stage)) stages |= Enum.Parse<AuditStages>(stage);
            else node.Invalid("omitStages", stage, $"allowed stages are {string.Join(",", Stages)}");
        }
        return stages;
    }
}

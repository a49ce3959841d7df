namespace Kite.Api.Schema;

/// <summary>The mapping between Go package names (<c>rbac/v1</c>), which name types in the table, and API groups (<c>rbac.authorization.k8s.io</c>).</summary>
public static class Packages
{
    private static readonly string[] Suffixed =
        ["admission", "admissionregistration", "apidiscovery", "apiextensions", "authentication", "authorization", "certificates", "coordination", "discovery", "events", "metrics", "networking", "node", "resource", "scheduling", "storage", "storagemigration"];

    /// <summary>The API group of a package, such as <c>apps</c>, <c>rbac</c> or <c>core</c> (whose group is empty).</summary>
    public static string Group(string package) => package switch
    {
        "core" => "",
        "rbac" => "rbac.authorization.k8s.io",
        "flowcontrol" => "flowcontrol.apiserver.k8s.io",
        "apiregistration" => "apiregistration.k8s.io",
        _ => Array.IndexOf(Suffixed, package) >= 0 ? package + ".k8s.io" : package,
    };

    /// <summary>The package of an API group: the first label of its name, or <c>core</c>.</summary>
    public static string Of(string group)
    {
        if (group.Length == 0) return "core";
        var dot = group.IndexOf('.');
        return dot < 0 ? group : group.Substring(0, dot);
    }

    /// <summary>The full name of the table's type for a kind, such as <c>rbac/v1.Role</c>.</summary>
    public static string TypeName(string group, string version, string kind) => $"{Of(group)}/{version}.{kind}";
}

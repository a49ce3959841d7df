using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.CustomResources;

/// <summary>What every use of a deprecated version is warned of.</summary>
internal static class DeprecationWarning
{
    /// <summary>The warning; null for a version that isn't deprecated.</summary>
    public static string? Of(JsonObject definition, JsonObject version)
    {
        if (!version.IsSet("deprecated")) return null;
        if (version.TextOrNull("deprecationWarning") is { } own) return own;
        var spec = definition.Object("spec");
        string group = spec.Text("group"), kind = spec.Object("names").Text("kind"), name = version.Text("name");
        var better = spec.Objects("versions")
            .Where(other => other.IsSet("served") && !other.IsSet("deprecated"))
            .Select(other => new KubeVersion(other.Text("name")))
            .Where(other => other.CompareTo(new KubeVersion(name)) > 0)
            .OrderDescending()
            .ToArray();
        var warning = $"{group}/{name} {kind} is deprecated";
        return better.Length == 0 ? warning : $"{warning}; use {group}/{better[0].Name} {kind}";
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.Warnings;

/// <summary>Warns of volumes of kinds that are gone, and of files in a volume that get in each other's way.</summary>
internal static class VolumeWarnings
{
    private static readonly (string Type, string Message)[] Deprecated =
    [
        ("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
        ("gitRepo", "deprecated in v1.11"),
        ("scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
        ("flocker", "deprecated in v1.22, non-functional in v1.25+"),
        ("storageos", "deprecated in v1.22, non-functional in v1.25+"),
        ("quobyte", "deprecated in v1.22, non-functional in v1.25+"),
        ("glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
        ("cephfs", "deprecated in v1.28, non-functional in v1.31+"),
        ("rbd", "deprecated in v1.28, non-functional in v1.31+"),
    ];

    private static readonly (string Field, string Kind, string Name)[] FileSources =
        [("configMap", "ConfigMap", "name"), ("secret", "Secret", "secretName"), ("downwardAPI", "DownwardAPI", "")];

    internal static void Of(JsonObject spec, FieldPath path, Action<string> warn)
    {
        var at = 0;
        foreach (var volume in spec.Objects("volumes"))
        {
            var below = path.Child("volumes").Item(at++);
            foreach (var (type, message) in Deprecated)
            {
                if (volume.ContainsKey(type)) warn($"{below.Child(type)}: {message}");
            }
            if (volume.Object("ephemeral").Object("volumeClaimTemplate").Object("spec") is { } claim)
                VolumeClaimWarnings.OfSpec(claim, below.Child("ephemeral").Child("volumeClaimTemplate").Child("spec"), warn);
            Overlaps(volume, warn);
        }
    }

    private static void Overlaps(JsonObject volume, Action<string> warn)
    {
        var name = volume.Text("name");
        foreach (var (field, kind, nameField) in FileSources)
        {
            if (volume.Object(field) is { } source) Overlaps(Paths(source), $"volume \"{name}\" ({Described(kind, source, nameField)}): overlapping paths", [], warn);
        }
        var taken = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var source in volume.Object("projected").Objects("sources"))
        {
            if (source.Count == 0)
            {
                warn($"volume \"{name}\" (Projected) has no sources provided");
                continue;
            }
            foreach (var (field, kind, _) in FileSources)
            {
                if (source.Object(field) is { } projection) Overlaps(Paths(projection), $"volume \"{name}\" (Projected {Described(kind, projection, "name")}): overlapping paths", taken, warn);
            }
            if (source.Object("serviceAccountToken") is { } token) Overlaps([token.Text("path")], $"volume \"{name}\" (Projected ServiceAccountToken): overlapping paths", taken, warn);
        }
    }

    private static void Overlaps(IEnumerable<string> paths, string message, SortedSet<string> taken, Action<string> warn)
    {
        foreach (var path in paths)
        {
            var trimmed = path.TrimEnd('/');
            if (trimmed.Length > 0 && taken.FirstOrDefault(other => Collide(other, trimmed)) is { } collision) warn($"{message}: \"{trimmed}\" with \"{collision}\"");
            taken.Add(trimmed);
        }
    }

    private static bool Collide(string path, string other) =>
        path == other || path.StartsWith(other + "/", StringComparison.Ordinal) || (path.Length > 0 && other.StartsWith(path + "/", StringComparison.Ordinal));

    private static IEnumerable<string> Paths(JsonObject source) => source.Objects("items").Select(item => item.Text("path"));

    private static string Described(string kind, JsonObject source, string nameField) => kind == "DownwardAPI" ? kind : $"{kind} \"{source.Text(nameField)}\"";
}

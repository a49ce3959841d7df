using System.Text.Json;
using Kite.Api.Models;
using Kite.Api.Models.AppsV1;
using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Controllers.Deployments;

/// <summary>Tells pod templates apart, and names them.</summary>
internal static class PodTemplates
{
    internal const string HashLabel = "pod-template-hash";
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>A short name for the template; another one for every collision counted.</summary>
    internal static string Hash(PodTemplateSpec template, int? collisions)
    {
        var hash = 2166136261u;
        foreach (var value in ModelJson.ToUtf8(template)) hash = (hash ^ value) * 16777619u;
        if (collisions is { } count)
            foreach (var value in BitConverter.GetBytes(count)) hash = (hash ^ value) * 16777619u;
        // Consonants and digits that can't be misread, so that no name comes out as a word.
        return hash.ToString().Aggregate("", (text, digit) => text + Alphabet[digit % Alphabet.Length]);
    }

    /// <summary>True where both templates make the same pods; neither the hash label nor the order of maps matters.</summary>
    internal static bool AreSame(PodTemplateSpec? left, PodTemplateSpec? right)
    {
        if (left is null || right is null) return false;
        var leftJson = ModelJson.ToUtf8(WithoutHash(left));
        var rightJson = ModelJson.ToUtf8(WithoutHash(right));
        if (leftJson.AsSpan().SequenceEqual(rightJson)) return true;
        using var leftDocument = JsonDocument.Parse(leftJson);
        using var rightDocument = JsonDocument.Parse(rightJson);
        return JsonElement.DeepEquals(leftDocument.RootElement, rightDocument.RootElement);
    }

    /// <summary>The ReplicaSet of a Deployment's present template: the oldest, should there be several.</summary>
    internal static ReplicaSet? FindNewest(Deployment deployment, IEnumerable<ReplicaSet> sets) => sets
        .Where(set => AreSame(set.Spec.Template, deployment.Spec.Template))
        .OrderBy(set => set.Metadata.CreationTimestamp).ThenBy(set => set.Metadata.Name, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>Labels with the hash added.</summary>
    internal static IReadOnlyDictionary<string, string> WithHash(IReadOnlyDictionary<string, string> labels, string hash) =>
        new Dictionary<string, string>(labels) { [HashLabel] = hash };

    private static PodTemplateSpec WithoutHash(PodTemplateSpec template) => template.Metadata.Labels.ContainsKey(HashLabel)
        ? template with { Metadata = template.Metadata with { Labels = template.Metadata.Labels.Where(pair => pair.Key != HashLabel).ToDictionary() } }
        : template;
}

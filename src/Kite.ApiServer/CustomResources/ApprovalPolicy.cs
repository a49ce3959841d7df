using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.CustomResources;

/// <summary>Says whether a definition in one of the project's own groups has been approved there.</summary>
/// <remarks><see href="https://github.com/kubernetes/enhancements/pull/1111"/></remarks>
internal static class ApprovalPolicy
{
    private const string Annotation = "api-approved.kubernetes.io";

    /// <summary>Sets the condition; definitions in other groups have none.</summary>
    public static void Apply(JsonObject definition, DateTimeOffset now)
    {
        if (!IsProtected(definition.Object("spec").Text("group")))
        {
            DefinitionConditions.Remove(definition, DefinitionConditions.ApprovalConformant);
            return;
        }
        var value = definition.Object("metadata").Object("annotations").Text(Annotation);
        var (isApproved, reason, message) = value switch
        {
            "" => (false, "MissingAnnotation", $"protected groups must have approval annotation \"{Annotation}\", see https://github.com/kubernetes/enhancements/pull/1111"),
            _ when value.StartsWith("unapproved", StringComparison.Ordinal) => (false, "UnapprovedAnnotation", $"not approved: \"{value}\""),
            _ when Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Host.Length > 0 => (true, "ApprovedAnnotation", $"approved in {value}"),
            _ => (false, "InvalidAnnotation", $"protected groups must have approval annotation \"{Annotation}\" with either a URL or a reason starting with \"unapproved\", see https://github.com/kubernetes/enhancements/pull/1111"),
        };
        DefinitionConditions.Set(definition, DefinitionConditions.ApprovalConformant, isApproved, reason, message, now);
    }

    private static bool IsProtected(string group) =>
        group is "k8s.io" or "kubernetes.io" || group.EndsWith(".k8s.io", StringComparison.Ordinal) || group.EndsWith(".kubernetes.io", StringComparison.Ordinal);
}

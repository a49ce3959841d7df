using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>Groups of the community (<c>*.k8s.io</c>, <c>*.kubernetes.io</c>) ask for an annotation that says who approved the API.</summary>
public static class ApprovalValidator
{
    private const string Annotation = "api-approved.kubernetes.io";
    private const string See = "see https://github.com/kubernetes/enhancements/pull/1111";

    /// <summary>The states of the approval of a definition.</summary>
    public enum State
    {
        /// <summary>The annotation says neither of what it may.</summary>
        Invalid,

        /// <summary>It names where the API was approved.</summary>
        Approved,

        /// <summary>It says that the API isn't approved, on purpose.</summary>
        Bypassed,

        /// <summary>There is no annotation.</summary>
        Missing,
    }

    /// <summary>True for a group of the community.</summary>
    public static bool IsProtected(string group) =>
        group is "k8s.io" or "kubernetes.io" || group.EndsWith(".k8s.io", StringComparison.Ordinal) || group.EndsWith(".kubernetes.io", StringComparison.Ordinal);

    /// <summary>The state of a definition's approval, and why, in upstream's words.</summary>
    public static (State State, string Reason) StateOf(JsonObject definition)
    {
        var text = definition.Object("metadata").Object("annotations").Text(Annotation);
        if (text.Length == 0) return (State.Missing, $"protected groups must have approval annotation \"{Annotation}\", {See}");
        if (text.StartsWith("unapproved", StringComparison.Ordinal)) return (State.Bypassed, $"not approved: \"{text}\"");
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0) return (State.Approved, $"approved in {text}");
        return (State.Invalid, $"protected groups must have approval annotation \"{Annotation}\" with either a URL or a reason starting with \"unapproved\", {See}");
    }

    internal static void Validate(JsonObject value, JsonObject? old, FieldErrors errors)
    {
        if (!IsProtected(value.Object("spec").Text("group"))) return;
        var (state, reason) = StateOf(value);
        if (old is not null && StateOf(old).State == state) return;
        var path = FieldPath.Root.Child("metadata").Child("annotations").Key(Annotation);
        if (state is State.Invalid) errors.Invalid(path, value.Object("metadata").Object("annotations").Text(Annotation), reason);
        else if (state is State.Missing) errors.Required(path, reason);
    }
}

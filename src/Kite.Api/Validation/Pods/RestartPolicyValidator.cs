using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks a container's own restart policy and its rules for exit codes.</summary>
internal static class RestartPolicyValidator
{
    private const int MostRules = 20;
    private const int MostCodes = 255;
    private static readonly string[] Policies = ["Always", "Never", "OnFailure"];
    private static readonly string[] Actions = ["Restart", "RestartAllContainers"];
    private static readonly string[] Operators = ["In", "NotIn"];

    internal static void Validate(JsonObject container, FieldPath path, FieldErrors errors)
    {
        var policy = container.Text("restartPolicy");
        if (container.ContainsKey("restartPolicy") && !Policies.Contains(policy)) errors.NotSupported(path.Child("restartPolicy"), policy, Policies);
        if (container.IsEmpty("restartPolicyRules")) return;
        if (!container.ContainsKey("restartPolicy")) errors.Required(path.Child("restartPolicy"), "must specify restartPolicy when restart rules are used");
        var below = path.Child("restartPolicyRules");
        var count = container.Array("restartPolicyRules")!.Count;
        if (count > MostRules) errors.TooMany(below, count, MostRules);
        var at = 0;
        foreach (var rule in container.Objects("restartPolicyRules")) ValidateRule(rule, below.Item(at++), errors);
    }

    private static void ValidateRule(JsonObject rule, FieldPath path, FieldErrors errors)
    {
        if (!Actions.Contains(rule.Text("action"))) errors.NotSupported(path.Child("action"), rule.Text("action"), Actions);
        if (rule.Object("exitCodes") is not { } codes)
        {
            errors.Required(path.Child("exitCodes"), "must be specified");
            return;
        }
        var below = path.Child("exitCodes");
        if (!Operators.Contains(codes.Text("operator"))) errors.NotSupported(below.Child("operator"), codes.Text("operator"), Operators);
        if (codes.Array("values")?.Count is > MostCodes and var count) errors.TooMany(below.Child("values"), count, MostCodes);
    }
}

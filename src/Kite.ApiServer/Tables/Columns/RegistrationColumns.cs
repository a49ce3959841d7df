using System.Text.Json;

namespace Kite.ApiServer.Tables.Columns;

/// <summary>The tables of what extends the API: definitions, services, webhooks and policies.</summary>
internal static class RegistrationColumns
{
    private static readonly Column[] Webhooks = [Column.ObjectName, Column.Number("Webhooks", item => item.Items("webhooks").Count()), Column.Age];

    private static readonly Column[] Bindings =
    [
        Column.ObjectName,
        Column.Text("PolicyName", item => item.Text("spec", "policyName")),
        Column.Text("ParamRef", ParamRef),
        Column.Age,
    ];

    public static IReadOnlyDictionary<string, Column[]> All { get; } = new Dictionary<string, Column[]>
    {
        ["customresourcedefinitions.apiextensions.k8s.io"] = [Column.ObjectName, Column.Created],
        ["apiservices.apiregistration.k8s.io"] =
        [
            Column.ObjectName,
            Column.Text("Service", item => item.Text("spec", "service", "name") is { } name ? $"{item.Text("spec", "service", "namespace")}/{name}" : "Local"),
            Column.Text("Available", Available),
            Column.Age,
        ],
        ["mutatingwebhookconfigurations.admissionregistration.k8s.io"] = Webhooks,
        ["validatingwebhookconfigurations.admissionregistration.k8s.io"] = Webhooks,
        ["validatingadmissionpolicies.admissionregistration.k8s.io"] = Policies("Validations", "validations"),
        ["mutatingadmissionpolicies.admissionregistration.k8s.io"] = Policies("Mutations", "mutations"),
        ["validatingadmissionpolicybindings.admissionregistration.k8s.io"] = Bindings,
        ["mutatingadmissionpolicybindings.admissionregistration.k8s.io"] = Bindings,
    };

    private static Column[] Policies(string heading, string field) =>
    [
        Column.ObjectName,
        Column.Number(heading, item => item.Items("spec", field).Count()),
        Column.Text("ParamKind", item => item.Text("spec", "paramKind", "kind") is { } kind ? $"{item.Text("spec", "paramKind", "apiVersion")}/{kind}" : "<unset>"),
        Column.Age,
    ];

    private static string ParamRef(JsonElement item)
    {
        var reference = item.At("spec", "paramRef");
        if (reference.ValueKind is not JsonValueKind.Object) return "<unset>";
        if (reference.Text("name") is not { } name) return "*";
        return reference.Text("namespace") is { } @namespace ? $"{@namespace}/{name}" : $"*/{name}";
    }

    private static string Available(JsonElement item)
    {
        var condition = item.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == "Available");
        if (condition.ValueKind is not JsonValueKind.Object) return "Unknown";
        var status = condition.Text("status") ?? "Unknown";
        return status == "True" ? status : $"{status} ({condition.Text("reason")})";
    }
}

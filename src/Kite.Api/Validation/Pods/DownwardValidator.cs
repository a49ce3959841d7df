using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks which fields of a pod are handed down to its containers.</summary>
internal static class DownwardValidator
{
    private static readonly string[] Resources = ["limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"];
    private static readonly string[] CpuDivisors = ["1m", "1"];
    private static readonly string[] ByteDivisors = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

    /// <summary>What the environment may hold.</summary>
    internal static IReadOnlyList<string> EnvironmentFields { get; } =
    [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
        "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
    ];

    /// <summary>What files may hold.</summary>
    internal static IReadOnlyList<string> VolumeFields { get; } = ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];

    internal static void ValidateField(JsonObject? selector, IReadOnlyList<string> supported, FieldPath path, FieldErrors errors)
    {
        if (selector is null) return;
        if (selector.Text("apiVersion").Length == 0)
        {
            errors.Required(path.Child("apiVersion"));
            return;
        }
        var field = selector.Text("fieldPath");
        if (field.Length == 0)
        {
            errors.Required(path.Child("fieldPath"));
            return;
        }
        var open = field.IndexOf("['", StringComparison.Ordinal);
        if (open > 0 && field.EndsWith("']", StringComparison.Ordinal))
        {
            ValidateSubscript(field[..open], field[(open + 2)..^2], path, errors);
            return;
        }
        if (!EnvironmentFields.Contains(field) && !VolumeFields.Contains(field))
            errors.Invalid(path.Child("fieldPath"), field, $"error converting fieldPath: field label not supported: {field}");
        else if (!supported.Contains(field))
            errors.NotSupported(path.Child("fieldPath"), field, supported);
    }

    internal static void ValidateResource(JsonObject? selector, bool needsContainer, FieldPath path, FieldErrors errors)
    {
        if (selector is null) return;
        var resource = selector.Text("resource");
        var isHugePages = resource.StartsWith("limits.hugepages-", StringComparison.Ordinal) || resource.StartsWith("requests.hugepages-", StringComparison.Ordinal);
        if (needsContainer && selector.Text("containerName").Length == 0) errors.Required(path.Child("containerName"));
        else if (resource.Length == 0) errors.Required(path.Child("resource"));
        else if (!isHugePages && !Resources.Contains(resource)) errors.NotSupported(path.Child("resource"), resource, Resources);
        var divisor = selector.Text("divisor");
        if (divisor is "" or "0") return;
        if (resource.EndsWith(".cpu", StringComparison.Ordinal))
        {
            if (!CpuDivisors.Contains(divisor)) errors.Invalid(path.Child("divisor"), resource, "only divisor's values 1m and 1 are supported with the cpu resource");
        }
        else if (!ByteDivisors.Contains(divisor))
        {
            var name = isHugePages ? "hugepages" : resource.EndsWith(".memory", StringComparison.Ordinal) ? "memory" : "local ephemeral storage";
            errors.Invalid(path.Child("divisor"), resource, $"only divisor's values {string.Join(", ", ByteDivisors)} are supported with the {name} resource");
        }
    }

    private static void ValidateSubscript(string field, string key, FieldPath path, FieldErrors errors)
    {
        if (field == "metadata.annotations") errors.InvalidIf(path, key.ToLowerInvariant(), Formats.QualifiedName(key.ToLowerInvariant()));
        else if (field == "metadata.labels") errors.InvalidIf(path, key, Formats.QualifiedName(key));
        else errors.Invalid(path, field, "does not support subscript");
    }
}

using Kite.Api.Schema;

namespace Kite.Api.Decoding;

/// <summary>
/// Which fields lose a zero value on decoding. Go clients leave out such values, others send them; both forms must compare
/// equal, or an update by a Go client would seem to change fields it never touched.
/// </summary>
internal static class ZeroValues
{
    /// <summary>Optional strings that upstream keeps behind pointers: empty says something else than absent.</summary>
    private static readonly HashSet<string> MeaningfulStrings = new(StringComparer.Ordinal)
    {
        "storageClassName", "volumeAttributesClassName", "ingressClassName", "loadBalancerClass", "runtimeClassName", "hostnameOverride",
    };

    /// <summary>Booleans and integers that upstream keeps by value.</summary>
    private static readonly HashSet<string> PlainScalars = new(StringComparer.Ordinal)
    {
        "hostNetwork", "hostPID", "hostIPC", "stdin", "stdinOnce", "tty", "readOnly", "paused", "publishNotReadyAddresses", "unschedulable",
        "hostPort", "nodePort", "healthCheckNodePort", "minReadySeconds", "initialDelaySeconds", "timeoutSeconds", "periodSeconds",
        "successThreshold", "failureThreshold",
    };

    internal static bool AreOmitted(SchemaType type, SchemaField field)
    {
        if (field.IsRequired) return false;
        return field.Type.Kind switch
        {
            SchemaKind.List or SchemaKind.Map => true,
            SchemaKind.String => !MeaningfulStrings.Contains(field.Name) && !type.Package.StartsWith("discovery/", StringComparison.Ordinal),
            SchemaKind.Int64 => field.Name == "generation",
            SchemaKind.Bool or SchemaKind.Int32 => PlainScalars.Contains(field.Name) && type.Name != "core/v1.ClientIPConfig" && !type.Package.StartsWith("admissionregistration/", StringComparison.Ordinal),
            _ => false,
        };
    }
}

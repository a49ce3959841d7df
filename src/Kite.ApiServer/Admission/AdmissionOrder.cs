namespace Kite.ApiServer.Admission;

/// <summary>The plugins by name, in kube-apiserver's order.</summary>
public static class AdmissionOrder
{
    private static readonly string[] Order =
    [
        "NamespaceLifecycle", "LimitRanger", "ServiceAccount", "NodeRestriction", "TaintNodesByCondition", "PodSecurity", "Priority", "DefaultTolerationSeconds", "DefaultStorageClass",
        "StorageObjectInUseProtection", "PersistentVolumeClaimResize", "RuntimeClass", "CertificateApproval", "CertificateSigning", "CertificateSubjectRestriction", "DefaultIngressClass", "PodTopologyLabels",
        "MutatingAdmissionPolicy", "MutatingAdmissionWebhook", "ValidatingAdmissionPolicy", "ValidatingAdmissionWebhook", "ResourceQuota",
    ];

    /// <summary>The names that can be enabled and disabled; all are enabled unless something else is said.</summary>
    public static IReadOnlyList<string> Names => Order;

    /// <summary>True for a name of the list.</summary>
    public static bool Knows(string name) => Order.Contains(name, StringComparer.Ordinal);

    /// <summary>Sorts plugins. Those that aren't in the list are parts of the server itself: they come first, and can't be disabled.</summary>
    internal static IEnumerable<IAdmissionPlugin> Sort(IEnumerable<IAdmissionPlugin> plugins) => plugins.OrderBy(plugin => Array.IndexOf(Order, plugin.Name));
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Kite.IntegrationTests.ApiServer;

/// <summary>The least that a valid object of each kind says, besides its name.</summary>
internal static class MinimalObjects
{
    private const string PodSpec = """{"containers":[{"name":"c","image":"i"}]}""";
    private const string Template = $$"""{"metadata":{"labels":{"a":"b"} },"spec":{{PodSpec}} }""";
    private const string Workload = $$""" "spec":{"selector":{"matchLabels":{"a":"b"} },"template":{{Template}} }""";
    private const string Job = """{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}""";
    private const string Autoscaler = """ "spec":{"scaleTargetRef":{"kind":"Deployment","name":"d"},"maxReplicas":3}""";
    private const string RoleRef = """ "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"}""";
    private const string Webhook = """ "webhooks":[{"name":"w.example.com","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{"url":"https://127.0.0.1:1/"},"failurePolicy":"Ignore","rules":[]}]""";
    private const string Match = """ "matchConstraints":{"resourceRules":[{"apiGroups":["example.com"],"apiVersions":["v1"],"operations":["CREATE"],"resources":["things"]}]}""";

    /// <summary>Fields by type, such as <c>core/v1.Pod</c>; a kind that isn't here needs none.</summary>
    internal static IReadOnlyDictionary<string, string> Fields { get; } = new Dictionary<string, string>
    {
        ["core/v1.Pod"] = $"\"spec\":{PodSpec}",
        ["core/v1.PodTemplate"] = $"\"template\":{Template}",
        ["core/v1.ReplicationController"] = $$""" "spec":{"selector":{"a":"b"},"template":{{Template}} }""",
        ["core/v1.Service"] = """ "spec":{"ports":[{"port":80}]}""",
        ["core/v1.Event"] = """ "involvedObject":{"namespace":"NS"}""",
        ["core/v1.LimitRange"] = """ "spec":{"limits":[]}""",
        ["core/v1.PersistentVolume"] = """ "spec":{"accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"},"hostPath":{"path":"/x"}}""",
        ["core/v1.PersistentVolumeClaim"] = """ "spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}""",
        ["apps/v1.Deployment"] = Workload,
        ["apps/v1.ReplicaSet"] = Workload,
        ["apps/v1.DaemonSet"] = Workload,
        ["apps/v1.StatefulSet"] = Workload,
        ["apps/v1.ControllerRevision"] = """ "revision":1,"data":{"a":1}""",
        ["batch/v1.Job"] = $"\"spec\":{Job}",
        ["batch/v1.CronJob"] = $$""" "spec":{"schedule":"@hourly","jobTemplate":{"spec":{{Job}} } }""",
        ["autoscaling/v1.HorizontalPodAutoscaler"] = Autoscaler,
        ["autoscaling/v2.HorizontalPodAutoscaler"] = Autoscaler,
        ["events/v1.Event"] = """ "eventTime":"2026-01-02T03:04:05.000006Z","reportingController":"c","reportingInstance":"i","action":"a","reason":"r","type":"Normal","regarding":{"namespace":"NS"}""",
        ["discovery/v1.EndpointSlice"] = """ "addressType":"IPv4","endpoints":[]""",
        ["networking/v1.Ingress"] = """ "spec":{"defaultBackend":{"service":{"name":"s","port":{"number":80}}}}""",
        ["networking/v1.IngressClass"] = """ "spec":{"controller":"example.com/c"}""",
        ["networking/v1.IPAddress"] = """ "spec":{"parentRef":{"resource":"services","namespace":"n","name":"s"}}""",
        ["networking/v1.NetworkPolicy"] = """ "spec":{"podSelector":{}}""",
        ["networking/v1.ServiceCIDR"] = """ "spec":{"cidrs":["10.99.0.0/24"]}""",
        ["node/v1.RuntimeClass"] = """ "handler":"runc" """,
        ["policy/v1.PodDisruptionBudget"] = """ "spec":{"minAvailable":1,"selector":{"matchLabels":{"a":"b"}}}""",
        ["rbac/v1.ClusterRoleBinding"] = RoleRef,
        ["rbac/v1.RoleBinding"] = RoleRef,
        ["scheduling/v1.PriorityClass"] = """ "value":1""",
        ["storage/v1.CSIDriver"] = """ "spec":{}""",
        ["storage/v1.CSINode"] = """ "spec":{"drivers":[]}""",
        ["storage/v1.CSIStorageCapacity"] = """ "storageClassName":"c" """,
        ["storage/v1.StorageClass"] = """ "provisioner":"example.com/p" """,
        ["storage/v1.VolumeAttachment"] = """ "spec":{"attacher":"example.com","nodeName":"n","source":{"persistentVolumeName":"v"}}""",
        ["storage/v1.VolumeAttributesClass"] = """ "driverName":"example.com","parameters":{"a":"b"}""",
        ["resource/v1.DeviceClass"] = """ "spec":{}""",
        ["resource/v1.ResourceClaim"] = """ "spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"d"}}]}}""",
        ["resource/v1.ResourceClaimTemplate"] = """ "spec":{"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"d"}}]}}}""",
        ["resource/v1.ResourceSlice"] = """ "spec":{"driver":"example.com","nodeName":"n","pool":{"name":"p","generation":1,"resourceSliceCount":1}}""",
        ["admissionregistration/v1.MutatingWebhookConfiguration"] = Webhook,
        ["admissionregistration/v1.ValidatingWebhookConfiguration"] = Webhook,
        ["admissionregistration/v1.ValidatingAdmissionPolicy"] = $$""" "spec":{ {{Match}},"validations":[{"expression":"true"}]}""",
        ["admissionregistration/v1.ValidatingAdmissionPolicyBinding"] = """ "spec":{"policyName":"p","validationActions":["Deny"]}""",
        ["admissionregistration/v1.MutatingAdmissionPolicy"] = $$""" "spec":{ {{Match}},"reinvocationPolicy":"Never","failurePolicy":"Ignore","mutations":[{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"Object{}"} }]}""",
        ["admissionregistration/v1.MutatingAdmissionPolicyBinding"] = """ "spec":{"policyName":"p"}""",
        ["apiextensions/v1.CustomResourceDefinition"] = """ "spec":{"group":"every.example.com","scope":"Namespaced","names":{"plural":"everythings","singular":"everything","kind":"Everything","listKind":"EverythingList"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}""",
        ["apiregistration/v1.APIService"] = """ "spec":{"group":"every.example.org","version":"v1","groupPriorityMinimum":10,"versionPriority":10,"insecureSkipTLSVerify":true,"service":{"namespace":"n","name":"s"}}""",
        ["flowcontrol/v1.FlowSchema"] = """ "spec":{"priorityLevelConfiguration":{"name":"global-default"},"matchingPrecedence":9000}""",
        ["flowcontrol/v1.PriorityLevelConfiguration"] = """ "spec":{"type":"Limited","limited":{"nominalConcurrencyShares":1,"limitResponse":{"type":"Reject"}}}""",
        ["certificates/v1.CertificateSigningRequest"] = $$""" "spec":{"signerName":"example.com/s","usages":["client auth"],"request":"{{SigningRequest()}}"}""",
    };

    /// <summary>Names where the kind demands a form of its own.</summary>
    internal static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>
    {
        ["networking/v1.IPAddress"] = "10.200.0.77",
        ["apiextensions/v1.CustomResourceDefinition"] = "everythings.every.example.com",
        ["apiregistration/v1.APIService"] = "v1.every.example.org",
    };

    /// <summary>What a new object of a type says besides its name, to be written after that; empty where there is nothing to say.</summary>
    internal static string FieldsIn(string @namespace, string type) =>
        Fields.TryGetValue(type, out var found) ? "," + found.Replace("\"NS\"", $"\"{@namespace}\"", StringComparison.Ordinal) : "";

    private static string SigningRequest()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256);
        return Convert.ToBase64String(Encoding.ASCII.GetBytes(request.CreateSigningRequestPem()));
    }
}

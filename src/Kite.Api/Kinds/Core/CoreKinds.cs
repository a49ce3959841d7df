using Kite.Api.Validation;

namespace Kite.Api.Kinds.Core;

/// <summary>The kinds of the core group.</summary>
internal static class CoreKinds
{
    internal static IReadOnlyDictionary<string, KindTraits> Entries { get; } = new Dictionary<string, KindTraits>
    {
        ["core/v1.Namespace"] = new() { Name = NameRules.Label, Fields = ["status.phase"], Rules = shape => new NamespaceRules(shape) },
        ["core/v1.Node"] = new() { Fields = ["spec.unschedulable=false"], Rules = shape => new NodeRules(shape) },
        ["core/v1.Pod"] = new()
        {
            HasGeneration = true,
            KeptByStatus = ["ownerReferences", "deletionTimestamp"],
            DeletesGracefully = true,
            Fields =
            [
                "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork=false",
                "status.phase", "status.podIP", "status.nominatedNodeName",
            ],
            Rules = shape => new PodRules(shape),
        },
        ["core/v1.Service"] = new()
        {
            StatusFields = ["loadBalancer"],
            Name = NameRules.ServiceLabel,
            AllowsCreateOnUpdate = true,
            Fields = ["spec.clusterIP", "spec.type"],
            Rules = shape => new ServiceRules(shape),
        },
        ["core/v1.ComponentStatus"] = new() { Deprecation = "v1 ComponentStatus is deprecated in v1.19+" },
        ["core/v1.Endpoints"] = new() { AllowsCreateOnUpdate = true, Deprecation = "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice", Rules = shape => new EndpointsRules(shape) },
        ["core/v1.ConfigMap"] = new() { Rules = shape => new ConfigMapRules(shape) },
        ["core/v1.Secret"] = new() { Fields = ["type"], Rules = shape => new SecretRules(shape) },
        ["core/v1.ServiceAccount"] = new() { Rules = shape => new ServiceAccountRules(shape) },
        ["core/v1.Event"] = new()
        {
            AllowsCreateOnUpdate = true,
            Fields = EventFields.OfCore,
            Rules = shape => new EventRules(shape),
        },
        ["core/v1.ReplicationController"] = new() { StatusFields = ["replicas=0"], HasGeneration = true, Fields = ["status.replicas=0"], Rules = shape => new ReplicationControllerRules(shape) },
        ["core/v1.PodTemplate"] = new() { HasGeneration = true, Rules = shape => new PodTemplateRules(shape) },
        ["core/v1.LimitRange"] = new() { AllowsCreateOnUpdate = true, Rules = shape => new LimitRangeRules(shape) },
        ["core/v1.ResourceQuota"] = new() { AllowsCreateOnUpdate = true, Rules = shape => new ResourceQuotaRules(shape) },
        ["core/v1.PersistentVolume"] = new() { Rules = shape => new PersistentVolumeRules(shape) },
        ["core/v1.PersistentVolumeClaim"] = new()
        {
            KeptByStatus = KindTraits.AllMetadata,
            Rules = shape => new PersistentVolumeClaimRules(shape),
        },
    };
}

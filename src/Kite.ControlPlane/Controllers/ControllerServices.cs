using Kite.Api.Client;
using Kite.Api.Models.AppsV1;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Controllers.ClusterRoles;
using Kite.ControlPlane.Controllers.ConfigMaps;
using Kite.ControlPlane.Controllers.Deployments;
using Kite.ControlPlane.Controllers.Discovery;
using Kite.ControlPlane.Controllers.Endpoints;
using Kite.ControlPlane.Controllers.EndpointSliceMirrors;
using Kite.ControlPlane.Controllers.EndpointSlices;
using Kite.ControlPlane.Controllers.GarbageCollection;
using Kite.ControlPlane.Controllers.LocalPath;
using Kite.ControlPlane.Controllers.Namespaces;
using Kite.ControlPlane.Controllers.Nodes;
using Kite.ControlPlane.Controllers.PersistentVolumeClaims;
using Kite.ControlPlane.Controllers.PersistentVolumes;
using Kite.ControlPlane.Controllers.PodDisruptionBudgets;
using Kite.ControlPlane.Controllers.PodGarbageCollection;
using Kite.ControlPlane.Controllers.ReplicaSets;
using Kite.ControlPlane.Controllers.ReplicationControllers;
using Kite.ControlPlane.Controllers.Secrets;
using Kite.ControlPlane.Controllers.ServiceAccounts;
using Kite.ControlPlane.Controllers.ValidatingAdmissionPolicies;
using Kite.ControlPlane.Controllers.VolumeAttachments;
using Kite.ControlPlane.Controllers.VolumeAttributesClasses;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.ControlPlane.Controllers;

/// <summary>Registers the controllers.</summary>
public static class ControllerServices
{
    /// <summary>
    /// Adds every controller as <see cref="IController"/>; a <see cref="ControllerRunner"/> runs them. Needs <see cref="IApiClient"/> (for informers), <see cref="IControllerClients"/> (for what each writes), an event recorder factory and <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddControllers(this IServiceCollection services, ControllerOptions options) => services
        .AddSingleton(options)
        .AddSingleton<IReplicaKind<ReplicaSet>, ReplicaSetKind>()
        .AddSingleton<IReplicaKind<ReplicationController>, ReplicationControllerKind>()
        .AddController<ReplicaController<ReplicaSet>>("replicaset-controller")
        .AddController<ReplicaController<ReplicationController>>("replication-controller")
        .AddController<DeploymentController>("deployment-controller")
        .AddController<EndpointSliceController>("endpointslice-controller")
        .AddController<EndpointsController>("endpoint-controller")
        .AddController<EndpointSliceMirroringController>("endpointslicemirroring-controller")
        .AddController<ServiceAccountController>("service-account-controller")
        .AddController<RootCaController>("root-ca-cert-publisher")
        .AddController<TokenCleaner>("token-cleaner")
        .AddController<BootstrapSigner>("bootstrap-signer")
        .AddController<NodeTtlController>("ttl-controller")
        .AddController<NodeIpamController>("node-controller")
        .AddSingleton<IResourceDiscovery, ResourceDiscovery>()
        .AddController<NodeLifecycleController>("node-controller")
        .AddController<TaintEvictionController>("node-controller")
        .AddController<PodGarbageCollector>("pod-garbage-collector")
        .AddController<DisruptionController>("disruption-controller")
        .AddController<PersistentVolumeBinder>("persistent-volume-binder")
        .AddController<VolumeProtectionController>("pv-protection-controller")
        .AddController<ClaimProtectionController>("pvc-protection-controller")
        .AddController<VolumeAttributesClassProtectionController>("volumeattributesclass-protection-controller")
        .AddController<EphemeralVolumeController>("ephemeral-volume-controller")
        .AddController<ClaimExpansionController>("expand-controller")
        .AddController<AttachDetachController>("attachdetach-controller")
        .AddController<LocalPathClassController>("local-path-provisioner")
        .AddController<LocalPathProvisioner>("local-path-provisioner")
        .AddController<ClusterRoleAggregationController>("clusterrole-aggregation-controller")
        .AddController<PolicyStatusController>("validatingadmissionpolicy-status-controller")
        .AddController<NamespaceController>("namespace-controller")
        .AddSingleton<OwnerGraph>()
        .AddSingleton<KindLookup>()
        .AddController<GarbageCollector>("generic-garbage-collector")
        .AddHostedService<OwnerGraphFeed>();
}

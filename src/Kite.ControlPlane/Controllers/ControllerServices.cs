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
using Kite.ControlPlane.Controllers.Namespaces;
using Kite.ControlPlane.Controllers.Nodes;
using Kite.ControlPlane.Controllers.PodDisruptionBudgets;
using Kite.ControlPlane.Controllers.PodGarbageCollection;
using Kite.ControlPlane.Controllers.ReplicaSets;
using Kite.ControlPlane.Controllers.ReplicationControllers;
using Kite.ControlPlane.Controllers.ServiceAccounts;
using Microsoft.Extensions.DependencyInjection;

namespace Kite.ControlPlane.Controllers;

/// <summary>Registers the controllers.</summary>
public static class ControllerServices
{
    /// <summary>
    /// Adds every controller as <see cref="IController"/>; a <see cref="ControllerRunner"/> runs them. Needs <see cref="IApiClient"/>, an event recorder factory and <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddControllers(this IServiceCollection services, ControllerOptions options) => services
        .AddSingleton(options)
        .AddSingleton<IReplicaKind<ReplicaSet>, ReplicaSetKind>()
        .AddSingleton<IReplicaKind<ReplicationController>, ReplicationControllerKind>()
        .AddSingleton<IController, ReplicaController<ReplicaSet>>()
        .AddSingleton<IController, ReplicaController<ReplicationController>>()
        .AddSingleton<IController, DeploymentController>()
        .AddSingleton<IController, EndpointSliceController>()
        .AddSingleton<IController, EndpointsController>()
        .AddSingleton<IController, EndpointSliceMirroringController>()
        .AddSingleton<IController, ServiceAccountController>()
        .AddSingleton<IController, RootCaController>()
        .AddSingleton<IController, NodeIpamController>()
        .AddSingleton<IResourceDiscovery, ResourceDiscovery>()
        .AddSingleton<IController, NodeLifecycleController>()
        .AddSingleton<IController, TaintEvictionController>()
        .AddSingleton<IController, PodGarbageCollector>()
        .AddSingleton<IController, DisruptionController>()
        .AddSingleton<IController, ClusterRoleAggregationController>()
        .AddSingleton<IController, NamespaceController>()
        .AddSingleton<OwnerGraph>()
        .AddSingleton<KindLookup>()
        .AddSingleton<IController, GarbageCollector>()
        .AddHostedService<OwnerGraphFeed>();
}

using Kite.Api.Apply;
using Kite.Api.Client;
using Kite.Api.Codecs.Protobuf;
using Kite.Api.CustomResources;
using Kite.Api.Decoding;
using Kite.Api.Kinds;
using Kite.Api.Patches;
using Kite.ApiServer.Admission;
using Kite.ApiServer.Aggregation;
using Kite.ApiServer.Audit;
using Kite.ApiServer.CustomResources;
using Kite.ApiServer.Discovery;
using Kite.ApiServer.Events;
using Kite.ApiServer.FlowControl;
using Kite.ApiServer.Health;
using Kite.ApiServer.InProcess;
using Kite.ApiServer.Listening;
using Kite.ApiServer.Metrics;
using Kite.ApiServer.OpenApi;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;
using Kite.ApiServer.Registry.Subresources;
using Kite.ApiServer.Registry.Verbs;
using Kite.ApiServer.Responses;
using Kite.ApiServer.Services;
using Kite.ApiServer.Startup;
using Kite.ApiServer.Tables;
using Kite.ApiServer.WatchCache;
using Kite.ApiServer.Webhooks;
using Kite.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kite.ApiServer;

/// <summary>Adds the API server.</summary>
public static class ApiServerServiceCollectionExtensions
{
    /// <summary>
    /// Adds the API server's pipeline, registry, watch caches, admission and listener. Needs a registered <see cref="IStore"/>; authenticators and the authorizer
    /// come from their own <c>Add</c> methods.
    /// </summary>
    public static IServiceCollection AddApiServer(this IServiceCollection services, ApiServerOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => ResourceCatalogue.Load());
        services.AddSingleton(provider => new ObjectDecoder(provider.GetRequiredService<ResourceCatalogue>().Schema));
        services.AddSingleton(provider => new CustomObjectDecoder(provider.GetRequiredService<ResourceCatalogue>().Schema));
        services.AddSingleton(provider => new ProtobufDecoder(provider.GetRequiredService<ResourceCatalogue>().Schema));
        services.AddSingleton(provider => new ProtobufEncoder(provider.GetRequiredService<ResourceCatalogue>().Schema));
        services.AddSingleton(provider => new PatchApplier(provider.GetRequiredService<ResourceCatalogue>().Schema));
        services.AddSingleton<PatchDecoder>();
        services.AddSingleton(provider => new FieldManagement(provider.GetRequiredService<ResourceCatalogue>().Schema));
        AddCaches(services);
        services.AddWebhookClient();
        AddPipeline(services);
        AddRegistry(services);
        AddVerbs(services);
        services.AddCustomResources();
        AddListener(services);
        return services;
    }

    private static void AddCaches(IServiceCollection services)
    {
        services.AddSingleton(CreateCaches);
        services.AddSingleton<IResourceCaches>(provider => provider.GetRequiredService<ResourceCaches>());
        // First of all hosted services: whatever starts after it finds the caches loaded.
        services.AddHostedService<WatchCacheService>();
    }

    private static ResourceCaches CreateCaches(IServiceProvider provider)
    {
        var caches = new ResourceCaches(provider.GetRequiredService<IStore>(), provider.GetRequiredService<TimeProvider>());
        foreach (var definition in provider.GetRequiredService<ResourceCatalogue>().Resources)
        {
            if (definition.IsStored && definition.StoredAs == definition.Resource) caches.Add(definition.Resource, definition.SelectableFields);
        }
        return caches;
    }

    private static void AddPipeline(IServiceCollection services)
    {
        services.AddSingleton<RequestMetrics>();
        services.AddSingleton<IMetricsSource>(provider => provider.GetRequiredService<RequestMetrics>());
        services.AddSingleton<SecurityMetrics>();
        services.AddSingleton<IMetricsSource>(provider => provider.GetRequiredService<SecurityMetrics>());
        services.AddSingleton<CredentialMetrics>();
        services.AddSingleton<IMetricsSource>(provider => provider.GetRequiredService<CredentialMetrics>());
        services.AddSingleton<ListMetrics>();
        services.AddSingleton<IMetricsSource>(provider => provider.GetRequiredService<ListMetrics>());
        services.AddSingleton<WatchMetrics>();
        services.AddSingleton<IMetricsSource>(provider => provider.GetRequiredService<WatchMetrics>());
        services.AddSingleton<IMetricsSource, StorageMetrics>();
        services.AddSingleton<AdmissionMetrics>();
        services.AddSingleton<IMetricsSource>(provider => provider.GetRequiredService<AdmissionMetrics>());
        services.AddSingleton<AdmissionWebhookMetrics>();
        services.AddSingleton<IMetricsSource>(provider => provider.GetRequiredService<AdmissionWebhookMetrics>());
        services.AddSingleton<PolicyMetrics>();
        services.AddSingleton<IMetricsSource>(provider => provider.GetRequiredService<PolicyMetrics>());
        services.TryAddSingleton<WorkQueueRegistry>();
        services.AddSingleton<IMetricsSource, WorkQueueMetrics>();
        services.AddSingleton<IMetricsSource, ProcessMetrics>();
        services.AddSingleton<UserResolver>();
        services.AddSingleton<RequestAuthorization>();
        services.AddSingleton<Impersonation>();
        services.AddSingleton<ContentNegotiator>();
        services.AddSingleton<RequestDispatcher>();
        services.AddSingleton<CrossOrigin>();
        services.AddSingleton<AuthorizedDispatch>();
        services.AddSingleton<FailureResponse>();
        services.AddFlowControl();
        services.AddAudit();
        services.AddSingleton<ApiPipeline>();
        services.AddSingleton(provider => new InProcessHandlers(provider.GetRequiredService<ApiPipeline>()));
        services.AddAggregation();
        services.AddDiscovery();
        services.AddOpenApi();
        services.AddSingleton<IPathHandler, HealthEndpoint>();
        services.AddSingleton<IPathHandler, VersionEndpoint>();
        services.AddSingleton<IPathHandler, MetricsEndpoint>();
        services.AddSingleton<IPathHandler, SliEndpoint>();
        services.AddSingleton<IHealthCheck, CachesCheck>();
    }

    private static void AddRegistry(IServiceCollection services)
    {
        services.AddTables();
        services.AddSingleton<TableWriter>();
        services.AddSingleton<ObjectResponse>();
        services.AddSingleton(provider => new ProtobufForms(provider.GetRequiredService<ProtobufEncoder>(), provider.GetRequiredService<ResourceCatalogue>().Schema));
        services.AddSingleton<ProtobufListWriter>();
        services.AddSingleton<WatchFrames>();
        services.AddSingleton<ListResponse>();
        services.AddSingleton<WatchResponse>();
        services.AddSingleton<BodyDecoder>().AddSingleton<DeleteOptionsReader>();
        services.AddSingleton<AdmissionChain>();
        services.AddSingleton<FieldOwnership>();
        services.AddSingleton<ReservationChain>();
        services.AddSingleton<ObjectCommitter>();
        services.AddSingleton<ObjectCreator>();
        services.AddSingleton<ObjectUpdater>();
        services.AddSingleton<ObjectDeleter>();
        services.AddAdmissionPlugins();
        services.AddSingleton<PastStates>();
        services.AddSingleton<PastChanges>();
        services.AddSingleton<ServedResources>();
        services.AddSingleton<ResourceVerbs>();
    }

    private static void AddVerbs(IServiceCollection services)
    {
        services.AddSingleton<IVerb, GetVerb>();
        services.AddSingleton<IVerb, ListVerb>();
        services.AddSingleton<IVerb, WatchVerb>();
        services.AddSingleton<IVerb, CreateVerb>();
        services.AddSingleton<IVerb, UpdateVerb>();
        services.AddSingleton<IVerb, PatchVerb>();
        services.AddSingleton<IVerb, DeleteVerb>();
        services.AddSingleton<IVerb, DeleteCollectionVerb>();
        services.AddSingleton<CreateOnlyVerb>();
        services.AddSingleton<ComputedVerbs>();
        services.AddSingleton<ApplyPatch>();
        services.AddSingleton<PodBinder>();
        services.AddSingleton<DisruptionBudgets>();
        services.AddSingleton<ICreateOnlyResource, BindingsResource>();
        services.AddSingleton<ISubresourceVerbs, BindingVerbs>();
        services.AddSingleton<ISubresourceVerbs, ScaleVerbs>();
        services.AddSingleton<ISubresourceVerbs, EvictionVerbs>();
        services.AddSingleton<IPAddressObjects>();
        services.AddSingleton<ServiceAllocator>();
        services.AddSingleton<IReserver>(provider => provider.GetRequiredService<ServiceAllocator>());
    }

    private static void AddListener(IServiceCollection services)
    {
        services.AddSingleton<ServerClient>();
        services.AddHostedService<SystemNamespaces>();
        services.AddSingleton<DefaultServiceCidr>();
        services.AddHostedService(provider => provider.GetRequiredService<DefaultServiceCidr>());
        services.AddSingleton<ListenerAddress>();
        services.AddSingleton<PipelineApplication>();
        services.AddSingleton<ServerShutdown>();
        services.AddSingleton<IHealthCheck>(provider => provider.GetRequiredService<ServerShutdown>());
        services.AddHostedService<KestrelListener>();
        services.AddHostedService<KubernetesService>();
        services.AddHostedService<ServiceCidrController>();
        services.AddHostedService<AddressRepair>();
        services.AddHostedService<EventExpiry>();
        services.AddHostedService<FlowControlService>();
    }
}

using System.Threading.Channels;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.Api.Models.ApiregistrationV1;
using Kite.Api.Models.MetaV1;
using Kite.ApiServer.Discovery;
using Kite.ApiServer.ResourceMetrics;
using Kite.ApiServer.Startup;
using Kite.ApiServer.WatchCache;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Aggregation;

/// <summary>Keeps an APIService for every group version that this server serves itself; one that somebody has taken over (without the label) is theirs.</summary>
internal sealed partial class LocalApiServices(ResourceCatalogue catalogue, ResourceCaches caches, ServerClient server, TimeProvider time, ILogger<LocalApiServices> logger) : BackgroundService
{
    private const string ManagedLabel = "kube-aggregator.kubernetes.io/automanaged";
    private const string OnStart = "onstart";
    private const string Always = "true";
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly ResourceCache services = caches.Of(APIService.Resource);
    private readonly Channel<bool> changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        catalogue.Changed += Wake;
        services.Changed += OnChange;
        Wake();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        catalogue.Changed -= Wake;
        services.Changed -= OnChange;
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isFirst = true;
        await foreach (var _ in changes.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await ReconcileAsync(isFirst, stoppingToken);
                isFirst = false;
            }
            catch (ApiStatusException e)
            {
                Log.NotReconciled(logger, e);
                await Task.Delay(RetryAfter, time, stoppingToken);
                Wake();
            }
        }
    }

    private static string NameOf(string group, string version) => $"{version}.{group}";

    private void Wake() => changes.Writer.TryWrite(true);

    private void OnChange(CacheEvent change) => Wake();

    private async Task ReconcileAsync(bool isFirst, CancellationToken cancellationToken)
    {
        var wanted = Wanted();
        var resource = server.Client.Resource<APIService>();
        foreach (var service in wanted.Values)
        {
            var stored = services.Get(new ObjectKey("", service.Metadata.Name))?.Read<APIService>();
            if (stored is null) await CreateAsync(service, cancellationToken);
            else if (Manages(stored, isFirst) && !stored.Spec.Equals(service.Spec)) await TryAsync(() => resource.UpdateAsync(stored with { Spec = service.Spec }, cancellationToken));
        }
        foreach (var stored in services.List().Select(found => found.Read<APIService>()))
        {
            if (Manages(stored, isFirst) && !wanted.ContainsKey(stored.Metadata.Name)) await TryAsync(() => resource.DeleteAsync(null, stored.Metadata.Name, null, cancellationToken));
        }
    }

    // Those of built-in groups are put right when the server starts, and may be changed until the next time.
    private static bool Manages(APIService stored, bool isFirst) => stored.Metadata.Labels.GetValueOrDefault(ManagedLabel) switch { Always => true, OnStart => isFirst, _ => false };

    private Dictionary<string, APIService> Wanted()
    {
        var wanted = new Dictionary<string, APIService>(StringComparer.Ordinal);
        foreach (var part in catalogue.Resources.GroupBy(definition => (definition.Resource.Group, definition.Resource.Version)))
        {
            var (group, version) = part.Key;
            // The group that APIServices are in has none.
            if (group == APIService.Resource.Group) continue;
            var isBuiltIn = part.Any(definition => definition.Custom is null);
            var priorities = isBuiltIn ? GroupPriorities.Of(group, version) : GroupPriorities.Custom;
            wanted[NameOf(group, version)] = new APIService
            {
                // Without the label nobody puts it back: another server of metrics may take the group over.
                Metadata = new ObjectMeta { Name = NameOf(group, version), Labels = group == MetricsObjects.Group ? new Dictionary<string, string>() : new Dictionary<string, string> { [ManagedLabel] = isBuiltIn ? OnStart : Always } },
                Spec = new APIServiceSpec { Group = group.Length == 0 ? null : group, Version = version, GroupPriorityMinimum = priorities.Group, VersionPriority = priorities.Version },
            };
        }
        return wanted;
    }

    private Task CreateAsync(APIService service, CancellationToken cancellationToken) => TryAsync(() => server.Client.Resource<APIService>().CreateAsync(service, cancellationToken));

    private static async Task TryAsync(Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.AlreadyExists or StatusReason.NotFound or StatusReason.Conflict)
        {
            // Somebody was faster; their change wakes this up again.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "APIServices of served groups could not be kept")]
        public static partial void NotReconciled(ILogger logger, Exception error);
    }
}

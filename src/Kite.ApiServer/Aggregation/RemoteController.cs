using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Models.ApiregistrationV1;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.DiscoveryV1;
using Kite.ApiServer.Startup;
using Kite.ApiServer.WatchCache;
using Kite.ApiServer.Webhooks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Aggregation;

/// <summary>Keeps the condition <c>Available</c> of APIServices that lead to other servers, and what those servers say of themselves: on every change of what they depend on, and twice a minute.</summary>
internal sealed partial class RemoteController(
    ResourceCaches caches,
    ApiServiceTable services,
    AvailabilityProbe probe,
    AggregationMetrics metrics,
    RemoteReader reader,
    RemoteDocuments documents,
    ServerClient server,
    TimeProvider time,
    ILogger<RemoteController> logger) : BackgroundService
{
    private const string ServiceLabel = "kubernetes.io/service-name";
    private const int Workers = 2;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private readonly WorkQueue<string> queue = new(time);

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        caches.Of(APIService.Resource).Changed += OnApiService;
        caches.Of(Service.Resource).Changed += OnService;
        caches.Of(EndpointSlice.Resource).Changed += OnSlice;
        foreach (var remote in services.Remotes) queue.Add(remote.Name);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        caches.Of(APIService.Resource).Changed -= OnApiService;
        caches.Of(Service.Resource).Changed -= OnService;
        caches.Of(EndpointSlice.Resource).Changed -= OnSlice;
        queue.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(stoppingToken)));

    // Local ones come by the hundred and are no business of this.
    private void OnApiService(CacheEvent change)
    {
        var name = change.Subject.Key.Name;
        if (documents.Find(name) is not null || change.Object is not { } stored || stored.Json.Span.IndexOf("\"service\""u8) >= 0) queue.Add(name);
    }

    private void OnService(CacheEvent change) => AddThoseBehind(change.Subject.Key.Namespace, change.Subject.Key.Name);

    private void OnSlice(CacheEvent change) => AddThoseBehind(change.Subject.Key.Namespace, change.Subject.Labels.GetValueOrDefault(ServiceLabel) ?? "");

    private void AddThoseBehind(string @namespace, string service)
    {
        foreach (var remote in services.Remotes)
        {
            if (remote.ServiceNamespace == @namespace && remote.ServiceName == service) queue.Add(remote.Name);
        }
    }

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var name = await queue.TakeAsync(stoppingToken);
            try
            {
                await ReconcileAsync(name, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotReconciled(logger, e, name);
                queue.Retry(name);
            }
            finally
            {
                queue.Done(name);
            }
        }
    }

    private async Task ReconcileAsync(string name, CancellationToken cancellationToken)
    {
        if (services.Find(name) is not { } remote)
        {
            documents.Forget(name);
            queue.Forget(name);
            return;
        }
        var found = await probe.CheckAsync(remote, cancellationToken);
        // Before anybody is told that it is available, so that they find it in discovery too.
        var isKnown = await LearnAsync(remote, found, cancellationToken);
        await ReportAsync(name, found, cancellationToken);
        if (found.IsAvailable && isKnown)
        {
            queue.Forget(name);
            queue.AddAfter(name, Period);
        }
        else if (found is { IsAvailable: false, Reason: not "FailedDiscoveryCheck" })
        {
            // What is missing is seen when it comes.
            queue.Forget(name);
            queue.AddAfter(name, Period);
        }
        else
        {
            queue.Retry(name);
        }
    }

    private async Task<bool> LearnAsync(RemoteApiService remote, Availability found, CancellationToken cancellationToken)
    {
        if (!found.IsAvailable)
        {
            documents.MarkStale(remote.Name);
            return false;
        }
        try
        {
            documents.Put(remote.Name, await reader.ReadAsync(remote, cancellationToken));
            return true;
        }
        catch (WebhookCallException e)
        {
            Log.NotRead(logger, remote.Name, e.Message);
            documents.MarkStale(remote.Name);
            return false;
        }
    }

    private async Task ReportAsync(string name, Availability found, CancellationToken cancellationToken)
    {
        var resource = server.Client.Resource<APIService>();
        if (await resource.FindAsync(null, name, cancellationToken) is not { Spec.Service: not null } stored) return;
        var old = stored.Status.Conditions.FirstOrDefault(condition => condition.Type == "Available");
        var status = found.IsAvailable ? "True" : "False";
        if (old is not null && old.Status == status && old.Reason == found.Reason && old.Message == found.Message) return;
        var since = old?.Status == status ? old.LastTransitionTime : null;
        var now = new APIServiceCondition { Type = "Available", Status = status, Reason = found.Reason, Message = found.Message, LastTransitionTime = since ?? time.GetUtcNow() };
        Log.Changed(logger, name, status, found.Reason, found.Message);
        if (!found.IsAvailable) metrics.Lost(name, found.Reason);
        try
        {
            await resource.UpdateAsync(stored with { Status = new APIServiceStatus { Conditions = [.. stored.Status.Conditions.Where(condition => condition.Type != "Available"), now] } }, cancellationToken, "status");
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.Conflict or StatusReason.NotFound)
        {
            // Somebody was faster, and this comes round again for that.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "APIService {Name}: available {Status} ({Reason}: {Problem})")]
        public static partial void Changed(ILogger logger, string name, string status, string reason, string problem);

        [LoggerMessage(LogLevel.Warning, "APIService {Name}: {Problem}")]
        public static partial void NotRead(ILogger logger, string name, string problem);

        [LoggerMessage(LogLevel.Error, "APIService {Name} could not be checked")]
        public static partial void NotReconciled(ILogger logger, Exception error, string name);
    }
}

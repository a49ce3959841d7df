using Kite.Api.Meta;
using Kite.Api.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Api.Client;

/// <summary>Shares informers and runs each from the moment it is first asked for while the host runs.</summary>
public sealed class InformerFactory(IApiClient client, TimeProvider timeProvider, ILogger<InformerFactory> logger) : BackgroundService, IInformerFactory
{
    private readonly Lock gate = new();
    private readonly Dictionary<(Type Type, ApiResource Resource, string? Fields, string? Labels), IRunnableInformer> informers = [];
    private readonly List<Task> running = [];
    private CancellationToken stopping = new(canceled: true);

    /// <inheritdoc/>
    public IInformer<T> For<T>(string? fieldSelector = null, string? labelSelector = null)
        where T : class, IApiObject<T> => For<T>(T.Resource, fieldSelector, labelSelector);

    /// <inheritdoc/>
    public IInformer<T> For<T>(ApiResource resource, string? fieldSelector = null, string? labelSelector = null)
        where T : class, IApiModel<T>, IApiObject
    {
        var key = (typeof(T), resource, fieldSelector, labelSelector);
        lock (gate)
        {
            if (informers.TryGetValue(key, out var existing)) return (IInformer<T>)existing;
            var informer = new Informer<T>(client.Resource<T>(resource), resource.GroupResource, fieldSelector, labelSelector, timeProvider, logger);
            informers.Add(key, informer);
            if (!stopping.IsCancellationRequested) running.Add(informer.RunAsync(stopping));
            return informer;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        lock (gate)
        {
            stopping = stoppingToken;
            running.AddRange(informers.Values.Select(informer => informer.RunAsync(stoppingToken)));
        }
        await Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task[] all;
        lock (gate) all = [.. running];
        await Task.WhenAll(all);
    }
}

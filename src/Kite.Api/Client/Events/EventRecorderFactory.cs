using System.Text.Json.Nodes;
using System.Threading.Channels;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Api.Client.Events;

/// <summary>Takes events from all recorders and writes them, one after the other, beside everyone's real work.</summary>
public sealed partial class EventRecorderFactory(IApiClient client, TimeProvider clock, ILogger<EventRecorderFactory> logger) : BackgroundService, IEventRecorderFactory
{
    private const int MostWaiting = 1000;

    /// <summary>How often an event is tried to be told to a server that is away, before the next one has its turn.</summary>
    private const int MostTries = 12;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(10);

    private readonly EventCorrelator correlator = new(clock);
    private readonly Channel<(EventKey Key, ObjectReference About, DateTimeOffset At)> waiting =
        Channel.CreateBounded<(EventKey, ObjectReference, DateTimeOffset)>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <inheritdoc/>
    public IEventRecorder For(string component, string host = "") => new Recorder(waiting.Writer, clock, component, host);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (key, about, at) in waiting.Reader.ReadAllAsync(stoppingToken))
                if (correlator.Correlate(key, about, at) is { } next) await WriteAsync(next, key, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What still waits is lost; events are not the truth, only its story.
        }
    }

    private async Task WriteAsync(Event next, EventKey key, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            try
            {
                await TryAsync(next, key, cancellationToken);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(RetryDelay, clock, cancellationToken);
            }
        }
        correlator.Forget(next);
    }

    /// <summary>Writes an event, or gives it up.</summary>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    private async Task TryAsync(Event next, EventKey key, CancellationToken cancellationToken)
    {
        var events = client.Resource<Event>();
        try
        {
            if (next.Count == 1)
            {
                await events.CreateAsync(next, cancellationToken);
                return;
            }
            var patch = new JsonObject { ["count"] = next.Count, ["lastTimestamp"] = Timestamps.Format(next.LastTimestamp!.Value), ["message"] = next.Message };
            await events.PatchAsync(next.Metadata.Namespace, next.Metadata.Name, Patch.Strategic(patch.ToJsonString()), cancellationToken);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound && next.Count > 1)
        {
            // Expired meanwhile: the story begins again.
            correlator.Forget(next);
        }
        catch (Exception e) when (e is not HttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            correlator.Forget(next);
            Log.Lost(logger, key.Kind, key.Namespace, key.Name, key.Reason, e.Message);
        }
    }

    private sealed class Recorder(ChannelWriter<(EventKey, ObjectReference, DateTimeOffset)> waiting, TimeProvider clock, string component, string host) : IEventRecorder
    {
        public void Record(ObjectReference about, string type, string reason, string message) =>
            waiting.TryWrite((EventKey.Of(component, host, about, type, reason, message), about, clock.GetUtcNow()));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "The event {Reason} about {Kind} {Namespace}/{Name} could not be written: {Error}")]
        public static partial void Lost(ILogger logger, string kind, string @namespace, string name, string reason, string error);
    }
}

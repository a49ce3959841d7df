using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;
using Kite.Storage;
using Microsoft.Extensions.Hosting;

namespace Kite.ApiServer.Events;

/// <summary>Removes Events that nobody has written to for an hour; they only ever come.</summary>
internal sealed class EventExpiry(ApiServerOptions options, ResourceCaches caches, IStore store, TimeProvider time) : BackgroundService
{
    private static readonly ApiResource Events = new("", "v1", "events", "Event", true);
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private readonly Dictionary<ObjectKey, Sighting> sightings = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await SweepAsync(stoppingToken);
    }

    /// <summary>Removes what is due now.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var current = caches.Of(Events).State.Objects;
        foreach (var value in current.All)
        {
            var known = sightings.TryGetValue(value.Key, out var sighting);
            if (!known || sighting.Revision != value.ResourceVersion)
            {
                // One seen for the first time may have lived through a restart; one that changed starts anew.
                var since = known || value.Created == default ? now : value.Created;
                sightings[value.Key] = sighting = new Sighting(value.ResourceVersion, since);
            }
            if (now - sighting.Since < options.EventTtl) continue;
            // Somebody who wrote to it meanwhile wins.
            await store.WriteAsync(new StoreWrite(StorePath.Of(Events, value.Key), null, value.ResourceVersion), cancellationToken);
        }
        foreach (var key in sightings.Keys.Where(key => current.Find(key) is null).ToArray()) sightings.Remove(key);
    }

    private readonly record struct Sighting(long Revision, DateTimeOffset Since);
}

using System.Threading.Channels;
using Kite.Api.Kinds;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.OpenApi.Parts;

/// <summary>Writes the parts of custom resources soon after they have changed, so that whoever asks for the version 2 document next doesn't wait for them. Does nothing where there are none.</summary>
internal sealed partial class OpenApiPreparation(ResourceCatalogue catalogue, OpenApiIndex index, OpenApiV2 version2, TimeProvider time, ILogger<OpenApiPreparation> logger) : BackgroundService
{
    // Definitions come in crowds, and the requests that follow them go first.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        catalogue.Changed += Wake;
        if (catalogue.Version > 0) Wake();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        catalogue.Changed -= Wake;
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await changes.Reader.WaitToReadAsync(stoppingToken))
        {
            await Task.Delay(Pause, time, stoppingToken);
            changes.Reader.TryRead(out _);
            try
            {
                await version2.PrepareAsync(index.Current(), stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Whoever asks for the document is told.
                Log.NotPrepared(logger, e);
            }
        }
    }

    private void Wake() => changes.Writer.TryWrite(true);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "OpenAPI's version 2 document can't be written")]
        public static partial void NotPrepared(ILogger logger, Exception exception);
    }
}

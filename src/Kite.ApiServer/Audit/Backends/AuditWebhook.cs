using System.Buffers;
using Kite.ApiServer.Configuration;
using Kite.ApiServer.Webhooks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Audit.Backends;

/// <summary>Tells a webhook of events, many at a time, in the background.</summary>
internal sealed partial class AuditWebhook(AuditOptions options, WebhookClient client, TimeProvider time, ILogger<AuditWebhook> logger) : BackgroundService, IAuditBackend, IReloadable
{
    private const int MaxTries = 5;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(1);
    private readonly EventQueue queue = new();
    private volatile WebhookAddress? address;

    /// <inheritdoc/>
    public string Name => "webhook";

    /// <inheritdoc/>
    public string? Path => options.WebhookConfigFile;

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<byte> content) => address = WebhookFiles.Read(options.WebhookConfigFile!);

    /// <inheritdoc/>
    public bool Take(byte[] audited) => options.WebhookConfigFile is null || queue.TryAdd(audited);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Complete();
        if (ExecuteTask is { } sending) await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(2), time, cancellationToken));
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.WebhookConfigFile is null) return;
        while (await queue.Reader.WaitToReadAsync(stoppingToken))
        {
            var batch = await GatherAsync(stoppingToken);
            await SendAsync(batch, stoppingToken);
            foreach (var audited in batch) queue.Release(audited);
        }
    }

    private async Task<List<byte[]>> GatherAsync(CancellationToken stoppingToken)
    {
        var batch = new List<byte[]>();
        using var patience = new CancellationTokenSource(options.WebhookBatchMaxWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stoppingToken);
        try
        {
            while (batch.Count < options.WebhookBatchMaxSize && await queue.Reader.WaitToReadAsync(either.Token))
            {
                while (batch.Count < options.WebhookBatchMaxSize && queue.Reader.TryRead(out var audited)) batch.Add(audited);
            }
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // It has waited long enough for more.
        }
        return batch;
    }

    private async Task SendAsync(List<byte[]> batch, CancellationToken stoppingToken)
    {
        if (batch.Count == 0 || address is not { } target) return;
        var body = List(batch);
        var backOff = FirstBackOff;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await client.TellAsync(target, body, CallTimeout, stoppingToken);
                return;
            }
            catch (WebhookCallException e)
            {
                if (attempt == MaxTries)
                {
                    Log.Failed(logger, batch.Count, e.Message);
                    return;
                }
            }
            await Task.Delay(backOff, time, stoppingToken);
            backOff *= 2;
        }
    }

    private static ReadOnlyMemory<byte> List(List<byte[]> batch)
    {
        var output = new ArrayBufferWriter<byte>(batch.Sum(audited => audited.Length + 1) + 128);
        output.Write("{\"kind\":\"EventList\",\"apiVersion\":\"audit.k8s.io/v1\",\"metadata\":{},\"items\":["u8);
        for (var i = 0; i < batch.Count; i++)
        {
            if (i > 0) output.Write(","u8);
            output.Write(batch[i]);
        }
        output.Write("]}"u8);
        return output.WrittenMemory;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Count} audit events are lost: the webhook can't be told: {Problem}")]
        public static partial void Failed(ILogger logger, int count, string problem);
    }
}

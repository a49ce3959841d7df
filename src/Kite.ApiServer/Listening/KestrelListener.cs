using System.Net;
using System.Text;
using Kite.ApiServer.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.ApiServer.Listening;

/// <summary>The HTTPS socket in front of the pipeline.</summary>
internal sealed partial class KestrelListener(
    ApiServerOptions options,
    ListenerAddress address,
    PipelineApplication application,
    ServerShutdown shutdown,
    ILoggerFactory loggers,
    ILogger<KestrelListener> logger) : IHostedService, IAsyncDisposable
{
    private const int MaxHeaderBytes = 1024 * 1024;
    private WebApplication? host;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Listen is null) return;
        // Only Kestrel itself is wanted of the host: it is started with the pipeline, without middleware or routing in between.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(Configure);
        host = builder.Build();
        var server = host.Services.GetRequiredService<IServer>();
        await server.StartAsync(application, cancellationToken);
        address.Port = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        Log.Listening(logger, options.Listen.Address, address.Port);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (host is null) return;
        await shutdown.StopAsync(host.Services.GetRequiredService<IServer>(), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (host is not null) await host.DisposeAsync();
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // Warnings quote what clients sent.
        kestrel.ResponseHeaderEncodingSelector = name => name == "Warning" ? Encoding.UTF8 : null;
        // The pipeline answers an oversized body itself, as a Status.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        // As long as Go's server waits, and as much as it takes.
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(32);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(90);
        kestrel.Limits.MaxRequestLineSize = MaxHeaderBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = 1000;
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = MaxHeaderBytes;
        // A peer that is gone without a word is found out.
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.MaxResponseBufferSize = 256 * 1024;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 4 * 1024 * 1024;
        kestrel.Limits.Http2.InitialStreamWindowSize = 1024 * 1024;
        var tls = new ServingTls(name => options.ServingCertificate!(name));
        kestrel.Listen(options.Listen!, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = connection => new(tls.For(connection.ClientHelloInfo.ServerName)),
                HandshakeTimeout = TimeSpan.FromSeconds(10),
            });
        });
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "API server listens on {Address}:{Port}")]
        public static partial void Listening(ILogger logger, IPAddress address, int port);
    }
}

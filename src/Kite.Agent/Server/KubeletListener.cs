using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Server;

/// <summary>The HTTPS socket of the kubelet's API. Clients must show a certificate of the cluster, except for the health check.</summary>
internal sealed partial class KubeletListener(
    KubeletServerOptions options, KubeletServerAddress address, KubeletApplication application, ILoggerFactory loggers, ILogger<KubeletListener> logger) : IHostedService, IAsyncDisposable
{
    private WebApplication? host;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(Configure);
        host = builder.Build();
        var server = host.Services.GetRequiredService<IServer>();
        await server.StartAsync(application, cancellationToken);
        address.Port = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        Log.Listening(logger, options.Listen.Address, address.Port);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        application.Stop();
        if (host is not null) await host.Services.GetRequiredService<IServer>().StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null) await host.DisposeAsync();
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Listen(options.Listen, listen =>
        {
            // Upgrades are a matter of HTTP/1.1 only.
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                ClientCertificateValidation = (certificate, _, _) => IsOfCluster(certificate),
                ServerCertificateSelector = (_, _) => options.ServingCertificate(),
                HandshakeTimeout = TimeSpan.FromSeconds(10),
            });
        });
    }

    private bool IsOfCluster(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(options.ClientAuthority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.2")); // client authentication
        return chain.Build(certificate);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Kubelet API listens on {Address}:{Port}")]
        public static partial void Listening(ILogger logger, IPAddress address, int port);
    }
}

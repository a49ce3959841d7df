using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kite.Testing.ApiServer;

/// <summary>An HTTPS server on loopback with an authority of its own: a webhook or an extension API server, as an operator would install one.</summary>
public sealed class HttpsServer : IAsyncDisposable
{
    private readonly WebApplication application;

    private HttpsServer(WebApplication application, string authority)
    {
        this.application = application;
        Authority = authority;
        Port = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
    }

    /// <summary>The authority that signed the server's certificate, PEM.</summary>
    public string Authority { get; }

    /// <summary>The authority as <c>caBundle</c> has it.</summary>
    public string CaBundle => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(Authority));

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The URL by address.</summary>
    public string Url => $"https://127.0.0.1:{Port}";

    /// <summary>Starts a server.</summary>
    /// <param name="handle">Answers requests.</param>
    /// <param name="names">The DNS names that its certificate proves, besides 127.0.0.1.</param>
    public static Task<HttpsServer> StartAsync(RequestDelegate handle, params string[] names) => StartAsync(IPAddress.Loopback, handle, names);

    /// <summary>Starts a server on an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="handle">Answers requests.</param>
    /// <param name="names">The DNS names that its certificate proves, besides 127.0.0.1.</param>
    public static async Task<HttpsServer> StartAsync(IPAddress address, RequestDelegate handle, params string[] names)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = Authorize(authorityKey);
        var certificate = Issue(authority, names);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(address, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = certificate;
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            // Who calls is the handler's business.
            https.AllowAnyClientCertificate();
        })));
        var application = builder.Build();
        application.Run(handle);
        await application.StartAsync();
        return new HttpsServer(application, authority.ExportCertificatePem() + "\n");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Calls that a test has given up on must not hold it.
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await application.StopAsync(now.Token);
        await application.DisposeAsync();
    }

    private static X509Certificate2 Authorize(ECDsa key)
    {
        var request = new CertificateRequest("CN=test-webhook-ca", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test-webhook", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names) alternatives.AddDnsName(name);
        alternatives.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var certificate = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(12), RandomNumberGenerator.GetBytes(16));
        return certificate.CopyWithPrivateKey(key);
    }
}

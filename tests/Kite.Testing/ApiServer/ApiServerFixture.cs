using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Kite.Api.Client;
using Kite.ApiServer;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.Bootstrap;
using Kite.ApiServer.Certificates;
using Kite.ApiServer.InProcess;
using Kite.ApiServer.Listening;
using Kite.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kite.Testing.ApiServer;

/// <summary>A real API server on a temporary SQLite file and a free port, with its certificates and a kubeconfig; gone without a trace when disposed.</summary>
public sealed class ApiServerFixture : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly IHostedService[] hosted;
    private readonly bool keepsDirectory;

    private ApiServerFixture(string directory, bool keepsDirectory, ServiceProvider services, ClusterCertificates certificates)
    {
        Directory = directory;
        this.keepsDirectory = keepsDirectory;
        this.services = services;
        Certificates = certificates;
        hosted = [.. services.GetServices<IHostedService>()];
    }

    /// <summary>Where its files are.</summary>
    public string Directory { get; }

    /// <summary>The cluster's certificates.</summary>
    public ClusterCertificates Certificates { get; }

    /// <summary>The server's address.</summary>
    public Uri Server { get; private set; } = new("https://127.0.0.1");

    /// <summary>An administrator's kubeconfig.</summary>
    public string Kubeconfig => Path.Combine(Directory, "kubeconfig");

    /// <summary>The server's services.</summary>
    public IServiceProvider Services => services;

    /// <summary>A client over HTTPS and HTTP/2, as the administrator.</summary>
    public HttpClient Http { get; private set; } = new();

    /// <summary>Starts a server.</summary>
    /// <param name="configure">Changes what is registered, last.</param>
    /// <param name="options">How the server is set up; the address is always a free port on loopback.</param>
    /// <param name="security">The configuration files of authentication and authorization.</param>
    /// <param name="kept">Where its files are to be, and stay when it is disposed, so that another can go on with them; null for a directory of its own.</param>
    public static async Task<ApiServerFixture> StartAsync(Action<IServiceCollection>? configure = null, ApiServerOptions? options = null, ApiServerSecurityOptions? security = null, string? kept = null)
    {
        var directory = kept ?? System.IO.Directory.CreateTempSubdirectory("kite-test-").FullName;
        var certificates = await ClusterCertificates.OpenAsync(
            Path.Combine(directory, "pki"),
            new ClusterCertificatesOptions { NodeName = "test", HostAddresses = () => [IPAddress.Loopback] },
            TimeProvider.System,
            CancellationToken.None);
        options ??= new ApiServerOptions();
        options.Listen = new IPEndPoint(IPAddress.Loopback, 0);
        options.AdvertiseAddress ??= IPAddress.Parse("192.0.2.1");
        options.ServingCertificate = _ => certificates.Serving;
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.AddFilter(level => level >= LogLevel.Warning));
        collection.AddSqliteStore(store => store.Path = Path.Combine(directory, "state.db"));
        collection.AddApiServer(options);
        collection.AddApiServerSecurity(certificates, "cluster.local", security);
        configure?.Invoke(collection);
        var fixture = new ApiServerFixture(directory, kept is not null, collection.BuildServiceProvider(), certificates);
        try
        {
            await fixture.StartAsync();
            return fixture;
        }
        catch
        {
            await fixture.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client over HTTPS with other credentials than the administrator's; null for none at all.</summary>
    public HttpClient Client(string? bearerToken) => NewClient(withCertificate: false, bearerToken);

    /// <summary>A client in process, as the user given.</summary>
    public HttpMessageInvoker InProcess(UserInfo user) => new(services.GetRequiredService<InProcessHandlers>().For(user), disposeHandler: false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        foreach (var service in hosted.Reverse()) await service.StopAsync(CancellationToken.None);
        await services.DisposeAsync();
        Certificates.Dispose();
        if (!keepsDirectory) System.IO.Directory.Delete(Directory, recursive: true);
    }

    private async Task StartAsync()
    {
        foreach (var service in hosted) await service.StartAsync(CancellationToken.None);
        Server = new Uri($"https://127.0.0.1:{services.GetRequiredService<ListenerAddress>().Port}");
        KubeconfigWriter.Write(Kubeconfig, Server, Certificates.Issuer.Certificate, "admin", Certificates.Admin);
        Http = NewClient(withCertificate: true, null);
        using var invoker = InProcess(new UserInfo("system:apiserver", ["system:masters"]));
        await new ClusterBootstrap(new HttpApiClient(invoker, Server, "kite"), Certificates, Server).EnsureAsync(CancellationToken.None);
    }

    private HttpClient NewClient(bool withCertificate, string? bearerToken)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(Certificates.Issuer.Certificate);
        var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust } };
        if (withCertificate) handler.SslOptions.ClientCertificates = [Certificates.Admin];
        var client = new HttpClient(handler)
        {
            BaseAddress = Server,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (bearerToken is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearerToken);
        return client;
    }
}

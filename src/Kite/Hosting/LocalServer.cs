using System.Text.Json.Nodes;
using Kite.Agent.Join;
using Kite.Api.Client;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.ApiServer.Certificates;
using Kite.Configuration;

namespace Kite.Hosting;

/// <summary>The server that runs on this box, as its administrator, for commands that ask it for what is no resource.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly Uri address;
    private readonly HttpMessageInvoker http;

    private LocalServer(Uri address, ClusterCertificates certificates)
    {
        this.address = address;
        Certificates = certificates;
        http = new HttpMessageInvoker(new NodeCredentials(certificates.Issuer.Certificate, certificates.Admin).CreateHandler(TimeProvider.System));
    }

    /// <summary>The cluster's certificates.</summary>
    public ClusterCertificates Certificates { get; }

    /// <summary>A client of its API.</summary>
    public IApiClient Client => new HttpApiClient(http, address, "kite");

    /// <summary>Takes the administrator's credentials from the data directory.</summary>
    /// <exception cref="UsageException">There are none.</exception>
    public static async Task<LocalServer> OpenAsync(ServerConfiguration configuration, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(configuration.CertificatesDirectory))
            throw new UsageException($"{configuration.CertificatesDirectory} does not exist: run this on the server, with its --data-dir");
        return new LocalServer(configuration.LocalServer, await ApiServerPart.OpenCertificatesAsync(configuration, cancellationToken));
    }

    /// <summary>Sends a request without a body.</summary>
    /// <returns>The object that the server answers.</returns>
    /// <exception cref="UsageException">It can't be reached, or refuses.</exception>
    public async Task<JsonObject> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, path));
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var answer = JsonCodec.ParseObject(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return response.IsSuccessStatusCode ? answer : throw new UsageException(answer.Text("message"));
        }
        catch (Exception e) when (e is HttpRequestException or ApiStatusException)
        {
            throw new UsageException($"{address}: {e.Message}; is the server running?", e);
        }
    }

    public void Dispose()
    {
        http.Dispose();
        Certificates.Dispose();
    }
}

using System.Net;
using System.Net.Sockets;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.Services;

namespace Kite.ApiServer.Webhooks;

/// <summary>
/// Opens connections to Services: to a ready endpoint where there is one, because the server's machine may have no route to cluster IPs; else to the cluster IP, which somebody may
/// serve without EndpointSlices.
/// </summary>
internal sealed class WebhookDialer(ServiceEndpoints endpoints)
{
    private const int MaxTries = 3;

    /// <summary>Connects to a host of a URL, <c>name.namespace.svc</c>.</summary>
    /// <exception cref="WebhookCallException">There is no such Service, or nobody behind it answers.</exception>
    public async ValueTask<Stream> ConnectToServiceAsync(string host, int port, CancellationToken cancellationToken)
    {
        WebhookCallException? refused = null;
        foreach (var target in Targets(host, port))
        {
            try
            {
                return await ConnectAsync(target.Host, target.Port, cancellationToken);
            }
            catch (WebhookCallException e)
            {
                // Endpoints lag behind what they describe; another one may be there.
                refused = e;
            }
        }
        throw refused!;
    }

    /// <summary>Connects to a host by name or address.</summary>
    /// <exception cref="WebhookCallException">It can't be reached.</exception>
    public static async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new WebhookCallException(DialText.Of(host, port, e), innerException: e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private IEnumerable<DnsEndPoint> Targets(string host, int port)
    {
        var names = host.Split('.');
        var service = endpoints.Find(names[1], names[0]) ?? throw new WebhookCallException($"service \"{names[0]}\" not found");
        if (service.Spec.Type == "ExternalName") return [new(service.Spec.ExternalName ?? "", port)];
        var servicePort = service.Spec.Ports.FirstOrDefault(candidate => candidate.Port == port) ?? throw new WebhookCallException($"no service port {port} found for service \"{names[0]}\"");
        var ready = endpoints.Ready(service, servicePort.Name ?? "");
        if (ready.Count > 0) return [.. ready.OrderBy(_ => Random.Shared.Next()).Take(MaxTries)];
        return endpoints.HasSlices(service) || ClusterIp(service) is not { } address
            ? throw new WebhookCallException($"no endpoints available for service \"{names[0]}\"")
            : [new(address, port)];
    }

    private static string? ClusterIp(Service service) => service.Spec.ClusterIP is { Length: > 0 } and not "None" and var address ? address : null;
}

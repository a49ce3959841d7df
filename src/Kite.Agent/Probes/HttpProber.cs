using System.Net.Security;
using System.Net.Sockets;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Probes;

/// <summary>Sends a probe's HTTP request. Any answer from 200 to 399 is a success; certificates aren't checked; every probe is a new connection.</summary>
internal sealed class HttpProber : IDisposable
{
    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.Zero,
#pragma warning disable CA5359 // A probe asks whether the container answers, not who it is.
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
#pragma warning restore CA5359
    });

    /// <summary>Sends the request.</summary>
    public async Task<ProbeOutcome> RunAsync(ProbeTarget target, HTTPGetAction action, CancellationToken cancellationToken)
    {
        if (target.Port(action.Port) is not { } port) return ProbeOutcome.Failure($"couldn't find port: {action.Port} in {target.Container.Name}");
        var host = string.IsNullOrEmpty(action.Host) ? target.Address.ToString() : action.Host;
        var path = string.IsNullOrEmpty(action.Path) ? "/" : action.Path.StartsWith('/') ? action.Path : "/" + action.Path;
        var address = $"{(action.Scheme ?? "HTTP").ToLowerInvariant()}://{(host.Contains(':') ? $"[{host}]" : host)}:{port}{path}";
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("User-Agent", "kube-probe/1");
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        foreach (var header in action.HttpHeaders)
        {
            if (header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase)) request.Headers.Host = header.Value;
            else
            {
                request.Headers.Remove(header.Name);
                if (!string.IsNullOrEmpty(header.Value)) request.Headers.TryAddWithoutValidation(header.Name, header.Value);
            }
        }
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            return (int)response.StatusCode is >= 200 and < 400 ? ProbeOutcome.Success : ProbeOutcome.Failure($"HTTP probe failed with statuscode: {(int)response.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UriFormatException)
        {
            var why = e.GetBaseException() is SocketException socket ? $"dial tcp {host}:{port}: {Describe(socket)}" : e.GetBaseException().Message;
            return ProbeOutcome.Failure($"Get \"{address}\": {why}");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ProbeOutcome.Failure($"Get \"{address}\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
        }
    }

    /// <summary>A socket's failure as Go, and so the users of Kubernetes, know it.</summary>
    public static string Describe(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connect: connection refused",
        SocketError.HostUnreachable => "connect: no route to host",
        SocketError.NetworkUnreachable => "connect: network is unreachable",
        SocketError.TimedOut => "i/o timeout",
        _ => exception.Message,
    };

    public void Dispose() => client.Dispose();
}

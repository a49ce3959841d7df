using System.Net.Sockets;
using System.Text;
using Kite.Agent.Kubelet;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Probes;

/// <summary>Sends a probe's HTTP request. Any answer from 200 to 299 is a success, one that leads to another host is one with a warning; certificates aren't checked; every probe is a new connection.</summary>
internal sealed class HttpProber(KubeletOptions options) : IDisposable
{
    private const int LongestBody = 10 * 1024;
    private readonly ContainerHttpClient client = new();

    /// <summary>Sends the request.</summary>
    public async Task<ProbeOutcome> RunAsync(ProbeTarget target, HTTPGetAction action, CancellationToken cancellationToken)
    {
        if (ContainerRequest.Of(target, action, "probe", options.Version) is not { } request) return ProbeOutcome.Failure($"couldn't find port: {action.Port} in {target.Container.Name}");
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            var body = await ReadAsync(response, cancellationToken);
            return (int)response.StatusCode switch
            {
                >= 200 and < 300 => ProbeOutcome.Success,
                >= 300 and < 400 => ProbeOutcome.Warning($"Probe terminated redirects, Response body: {body}"),
                var code => ProbeOutcome.Failure($"HTTP probe failed with statuscode: {code}"),
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return ProbeOutcome.Failure(Describe(request, e));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ProbeOutcome.Failure($"Get \"{request.Address}\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
        }
    }

    /// <summary>Sends a lifecycle hook's request: whatever is answered is an answer. One that is to be encrypted goes out again in the clear where the container speaks plain HTTP.</summary>
    public async Task<HookOutcome> RunHookAsync(ProbeTarget target, HTTPGetAction action, CancellationToken cancellationToken)
    {
        if (ContainerRequest.Of(target, action, "lifecycle", options.Version) is not { } request) return new HookOutcome($"couldn't find port: {action.Port} in {target.Container.Name}");
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            return HookOutcome.Success;
        }
        catch (PlainHttpException e)
        {
            try
            {
                using var response = await client.SendAsync(request.InTheClear(), cancellationToken);
                return new HookOutcome(null, $"request to HTTPS lifecycle hook {request.Address.Authority} got HTTP response, retry with HTTP succeeded");
            }
            catch (Exception again) when (again is HttpRequestException or IOException)
            {
                return new HookOutcome(Describe(request, e));
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new HookOutcome(Describe(request, e));
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

    private static string Describe(ContainerRequest request, Exception exception)
    {
        var why = exception switch
        {
            PlainHttpException => exception.Message,
            _ when exception.GetBaseException() is SocketException socket => $"dial tcp {request.Address.Authority}: {Describe(socket)}",
            _ => exception.GetBaseException().Message,
        };
        return $"Get \"{request.Address}\": {why}";
    }

    /// <summary>The answer's beginning. It is read though only warnings show it: a container whose answer isn't taken would complain.</summary>
    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[response.Content.Headers.ContentLength is { } length and < LongestBody ? length : LongestBody];
        var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, count);
    }
}

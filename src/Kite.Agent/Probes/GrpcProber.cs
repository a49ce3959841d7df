using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Kite.Agent.Probes;

/// <summary>Asks <c>grpc.health.v1.Health/Check</c>. One string field there, one enum back: the messages are written and read by hand.</summary>
internal sealed class GrpcProber : IDisposable
{
    private const int Serving = 1;

    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });

    /// <summary>Asks the service.</summary>
    public async Task<ProbeOutcome> RunAsync(IPAddress address, int port, string service, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{new IPEndPoint(address, port)}/grpc.health.v1.Health/Check")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Message(service)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TryAddWithoutValidation("te", "trailers");
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var status = Header(response, "grpc-status");
            if (status is not (null or "0"))
                return ProbeOutcome.Failure($"service unhealthy (responded with code {status}: {Header(response, "grpc-message")})");
            var health = HealthOf(body);
            return health == Serving ? ProbeOutcome.Success : ProbeOutcome.Failure($"service unhealthy (responded with \"{Name(health)}\")");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            var why = e.GetBaseException() is SocketException socket ? HttpProber.Describe(socket) : e.GetBaseException().Message;
            return ProbeOutcome.Failure($"failed to connect service \"{new IPEndPoint(address, port)}\": {why}");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ProbeOutcome.Failure($"timeout: failed to connect service \"{new IPEndPoint(address, port)}\" within the time given: context deadline exceeded");
        }
    }

    public void Dispose() => client.Dispose();

    /// <summary>A length-prefixed message with the service's name as field 1; an empty name is left out.</summary>
    internal static byte[] Message(string service)
    {
        var name = Encoding.UTF8.GetBytes(service);
        var message = new List<byte>();
        if (name.Length > 0)
        {
            message.Add(0x0A);
            var length = (uint)name.Length;
            for (; length >= 0x80; length >>= 7) message.Add((byte)(length | 0x80));
            message.Add((byte)length);
            message.AddRange(name);
        }
        return [0, (byte)(message.Count >> 24), (byte)(message.Count >> 16), (byte)(message.Count >> 8), (byte)message.Count, .. message];
    }

    /// <summary>Field 1 of the answer, an enum; 0 (UNKNOWN) where it is absent.</summary>
    internal static int HealthOf(ReadOnlySpan<byte> body) => body.Length >= 7 && body[5] == 0x08 ? body[6] : 0;

    private static string Name(int health) => health switch
    {
        2 => "NOT_SERVING",
        3 => "SERVICE_UNKNOWN",
        _ => "UNKNOWN",
    };

    private static string? Header(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var trailing) ? trailing.First() : response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}

using System.Text;

namespace Kite.Agent.Proxy;

/// <summary>What a health check of a Service says, in kube-proxy's form.</summary>
internal sealed record HealthCheckAnswer(string Namespace, string Service, int LocalEndpoints)
{
    /// <summary>The whole HTTP response.</summary>
    public byte[] ToHttp()
    {
        var body = $$"""{"service":{"namespace":"{{Namespace}}","name":"{{Service}}"},"localEndpoints":{{LocalEndpoints}},"serviceProxyHealthy":true}""";
        var status = LocalEndpoints > 0 ? "200 OK" : "503 Service Unavailable";
        return Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nX-Content-Type-Options: nosniff\r\nX-Load-Balancing-Endpoint-Weight: {LocalEndpoints}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
    }
}

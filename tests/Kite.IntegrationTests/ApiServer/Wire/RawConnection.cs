using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kite.Testing.ApiServer;

namespace Kite.IntegrationTests.ApiServer.Wire;

/// <summary>A TLS connection on which a test says what it likes, as the administrator.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private readonly TcpClient tcp = new();
    private SslStream tls = null!;

    /// <summary>Connects to a server.</summary>
    public static async Task<RawConnection> OpenAsync(ApiServerFixture server, SslApplicationProtocol? protocol = null)
    {
        var connection = new RawConnection();
        await connection.tcp.ConnectAsync("127.0.0.1", server.Server.Port);
        connection.tls = new SslStream(connection.tcp.GetStream(), leaveInnerStreamOpen: false);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(server.Certificates.Issuer.Certificate);
        await connection.tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            CertificateChainPolicy = trust,
            ClientCertificates = new X509CertificateCollection { server.Certificates.Admin },
            ApplicationProtocols = [protocol ?? SslApplicationProtocol.Http11],
        });
        return connection;
    }

    /// <summary>Sends text as it is.</summary>
    public async Task SendAsync(string text)
    {
        await tls.WriteAsync(Encoding.Latin1.GetBytes(text));
        await tls.FlushAsync();
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await tls.WriteAsync(bytes);
        await tls.FlushAsync();
    }

    /// <summary>Reads as many bytes.</summary>
    public async Task<byte[]> ReadBytesAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await tls.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    /// <summary>Reads until the server closes, a text is there, or patience ends.</summary>
    public async Task<string> ReadAsync(TimeSpan patience, string? until = null)
    {
        using var end = new CancellationTokenSource(patience);
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = await tls.ReadAsync(buffer, end.Token)) > 0;)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
                if (until is not null && text.ToString().Contains(until, StringComparison.Ordinal)) break;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            text.Append(e is IOException ? "<reset>" : "<still open>");
        }
        return text.ToString();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await tls.DisposeAsync();
        tcp.Dispose();
    }
}

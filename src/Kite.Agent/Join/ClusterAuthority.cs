using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Kite.Api.Models;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Join;

/// <summary>Gets the cluster's authority from a server that can't be trusted yet: what comes is believed only if its hash is the one in the token.</summary>
internal static partial class ClusterAuthority
{
    private const string Path = "/api/v1/namespaces/kube-public/configmaps/cluster-info";

    /// <exception cref="JoinException">The server isn't the token's, or doesn't answer as one.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public static async Task<X509Certificate2> FetchAsync(Uri server, JoinToken token, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
#pragma warning disable CA5359 // Nothing secret is sent on this connection, and nothing that comes is used unless its hash is the token's.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(15), MaxResponseContentBufferSize = 1024 * 1024 };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, Path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var response = await client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode) throw new JoinException($"{server}: the server does not tell about its cluster (HTTP {(int)response.StatusCode} on {Path})");
        return Check(Read(await response.Content.ReadAsByteArrayAsync(cancellationToken), server), token, server);
    }

    private static X509Certificate2 Read(byte[] body, Uri server)
    {
        try
        {
            var kubeconfig = ModelJson.Parse<ConfigMap>(body).Data.GetValueOrDefault("kubeconfig") ?? "";
            var data = AuthorityData().Match(kubeconfig).Groups[1].Value;
            return X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(Convert.FromBase64String(data)));
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or FormatException or CryptographicException)
        {
            throw new JoinException($"{server}: what the server tells about its cluster can't be read: {e.Message}", e);
        }
    }

    private static X509Certificate2 Check(X509Certificate2 authority, JoinToken token, Uri server)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(authority.RawDataMemory.Span));
        return hash == token.AuthorityHash
            ? authority
            : throw new JoinException($"{server}: this is not the cluster of the join token: the server's authority has the hash {hash}, the token says {token.AuthorityHash}");
    }

    [GeneratedRegex(@"certificate-authority-data:\s*""?([A-Za-z0-9+/=]+)")]
    private static partial Regex AuthorityData();
}

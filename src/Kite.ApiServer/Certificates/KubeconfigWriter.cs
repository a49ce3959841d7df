using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kite.Api.Files;

namespace Kite.ApiServer.Certificates;

/// <summary>Writes kubeconfig files, mode 0600.</summary>
public static class KubeconfigWriter
{
    /// <summary>Writes a kubeconfig for one user of one cluster, atomically, creating the directory where it is missing; an identical file is left alone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="server">The server's URL.</param>
    /// <param name="authority">The authority that the server's certificate comes from.</param>
    /// <param name="user">The user's name in the file.</param>
    /// <param name="clientCertificate">The user's certificate with its ECDSA key.</param>
    /// <exception cref="PkiException">The file can't be written.</exception>
    public static void Write(string path, Uri server, X509Certificate2 authority, string user, X509Certificate2 clientCertificate)
    {
        using var key = clientCertificate.GetECDsaPrivateKey() ?? throw new PkiException($"{path}: the client certificate has no ECDSA key");
        var content = Encoding.ASCII.GetBytes($"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: kite
              cluster:
                server: {server.GetLeftPart(UriPartial.Authority)}
                certificate-authority-data: {Base64(authority.ExportCertificatePem())}
            users:
            - name: {user}
              user:
                client-certificate-data: {Base64(clientCertificate.ExportCertificatePem())}
                client-key-data: {Base64(key.ExportPkcs8PrivateKeyPem())}
            contexts:
            - name: kite
              context:
                cluster: kite
                user: {user}
            current-context: kite

            """);
        try
        {
            if (File.Exists(path) && File.GetUnixFileMode(path) == AtomicFile.OwnerOnly && File.ReadAllBytes(path).AsSpan().SequenceEqual(content)) return;
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory) Directory.CreateDirectory(directory);
            AtomicFile.Write(path, content, AtomicFile.OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"{path}: the kubeconfig can't be written: {e.Message}", e);
        }
    }

    private static string Base64(string pem) => Convert.ToBase64String(Encoding.ASCII.GetBytes(pem + "\n"));
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kite.Api.Files;

namespace Kite.Agent.Join;

/// <summary>The node's credentials on disk: <c>ca.crt</c>, and certificate and key together in <c>kubelet.pem</c> (0600).</summary>
internal sealed class CredentialFiles(string directory)
{
    private string AuthorityPath => Path.Combine(directory, "ca.crt");

    private string ClientPath => Path.Combine(directory, "kubelet.pem");

    /// <summary>The credentials, or null where there are none.</summary>
    /// <exception cref="JoinException">The files are damaged.</exception>
    public NodeCredentials? Read()
    {
        if (!File.Exists(AuthorityPath) || !File.Exists(ClientPath)) return null;
        try
        {
            var pem = File.ReadAllText(ClientPath);
            return new(X509Certificate2.CreateFromPem(File.ReadAllText(AuthorityPath)), X509Certificate2.CreateFromPem(pem, pem));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new JoinException($"{directory}: the node's credentials can't be read: {e.Message}; remove them and join again", e);
        }
    }

    /// <exception cref="JoinException">The files can't be written.</exception>
    public NodeCredentials Write(X509Certificate2 authority, string certificatePem, ECDsa key)
    {
        try
        {
            Directory.CreateDirectory(directory, AtomicFile.OwnerDirectory);
            Write(AuthorityPath, authority.ExportCertificatePem() + "\n");
            Write(ClientPath, certificatePem.TrimEnd() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JoinException($"{directory}: the node's credentials can't be written: {e.Message}", e);
        }
        return Read()!;
    }

    private static void Write(string path, string content) => AtomicFile.Write(path, Encoding.ASCII.GetBytes(content), AtomicFile.OwnerOnly);
}

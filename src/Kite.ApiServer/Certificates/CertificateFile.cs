using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kite.Api.Files;

namespace Kite.ApiServer.Certificates;

/// <summary>A certificate and its key in one PEM file, so that renewing both is one atomic step.</summary>
internal static class CertificateFile
{
    /// <summary>Reads the certificate with its key, or null where there is no file.</summary>
    /// <exception cref="PkiException">The file is damaged or can't be read.</exception>
    public static X509Certificate2? Read(string path)
    {
        try
        {
            if (!File.Exists(path)) return null;
            var pem = File.ReadAllText(path);
            return X509Certificate2.CreateFromPem(pem, pem);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"{path}: no certificate with its key can be read from it: {e.Message}", e);
        }
    }

    public static void Write(string path, X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey() ?? throw new PkiException($"{path}: the certificate has no ECDSA key");
        AtomicFile.Write(path, Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n"), AtomicFile.OwnerOnly);
    }

    /// <summary>Reads a P-256 private key.</summary>
    /// <exception cref="PkiException">The file is missing, damaged or can't be read.</exception>
    public static ECDsa ReadKey(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            throw new PkiException($"{path}: no ECDSA private key can be read from it: {e.Message}", e);
        }
    }

    public static void WriteKey(string path, ECDsa key) =>
        AtomicFile.Write(path, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"), AtomicFile.OwnerOnly);

    /// <summary>Reads an authority's certificate, which must belong to its key.</summary>
    /// <exception cref="PkiException">It can't be read, or belongs to another key.</exception>
    public static X509Certificate2 ReadAuthority(string path, ECDsa key)
    {
        X509Certificate2 certificate;
        try
        {
            certificate = X509Certificate2.CreateFromPem(File.ReadAllText(path));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"{path}: no certificate can be read from it: {e.Message}", e);
        }
        if (!certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
            throw new PkiException($"{path}: the certificate does not belong to the key beside it, {Path.GetFileNameWithoutExtension(path)}.key");
        return certificate;
    }
}

using System.Security.Cryptography;
using System.Text;
using Kite.Api.Files;
using Kite.ApiServer.Configuration;

namespace Kite.ApiServer.Certificates;

/// <summary>The keys of service-account tokens, all in one PEM file: the first signs, all verify. A change of the file is in force within seconds.</summary>
internal sealed class ServiceAccountKeys : IReloadable
{
    private volatile ServiceAccountKey[] all;

    private ServiceAccountKeys(string path)
    {
        Path = path;
        all = ReadFile(path);
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <summary>The keys that tokens may be signed with; another list after every change.</summary>
    public IReadOnlyList<ServiceAccountKey> All => all;

    /// <summary>The key that signs.</summary>
    public ServiceAccountKey Current => all[0];

    /// <summary>Reads the file.</summary>
    /// <exception cref="PkiException">The file is missing, damaged or can't be read.</exception>
    public static ServiceAccountKeys Open(string path) => new(path);

    /// <summary>Puts a new key first.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dropOld">True to keep no other: every token that there is becomes invalid.</param>
    /// <exception cref="PkiException">The file can't be read or written.</exception>
    public static void Rotate(string path, bool dropOld)
    {
        _ = ReadFile(path);
        try
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var text = key.ExportPkcs8PrivateKeyPem() + "\n" + (dropOld ? "" : File.ReadAllText(path));
            AtomicFile.Write(path, Encoding.ASCII.GetBytes(text), AtomicFile.OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"{path}: the new key can't be written: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<byte> content)
    {
        try
        {
            var keys = Read(Encoding.ASCII.GetString(content));
            // The file is also read at the start: what hasn't changed stays as it is, with all that was verified with it.
            if (!keys.Select(key => key.Id).SequenceEqual(all.Select(key => key.Id))) all = keys;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new ConfigurationException($"{Path}: no ECDSA private key can be read from it: {e.Message}", e);
        }
    }

    private static ServiceAccountKey[] ReadFile(string path)
    {
        try
        {
            return Read(File.ReadAllText(path));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"{path}: no ECDSA private key can be read from it: {e.Message}", e);
        }
    }

    private static ServiceAccountKey[] Read(string pem)
    {
        var keys = new List<ServiceAccountKey>();
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            var key = ECDsa.Create();
            key.ImportFromPem(rest[fields.Location]);
            if (key.KeySize != 256) throw new CryptographicException("a key is not of the curve P-256");
            keys.Add(new(key));
        }
        return keys.Count > 0 ? [.. keys] : throw new CryptographicException("it holds no PEM");
    }
}

using System.Text;
using Kite.Api.Client;
using Kite.Api.Files;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.Authentication.Bootstrap;
using Kite.ApiServer.Certificates;

namespace Kite.ApiServer.Bootstrap;

/// <summary>Makes tokens by which nodes join: <c>K&lt;SHA-256 of the authority's certificate&gt;::&lt;id&gt;.&lt;secret&gt;</c>. The first part lets the node recognize the cluster, the second the cluster the node.</summary>
public sealed class JoinTokens(IApiClient client, ClusterCertificates certificates, TimeProvider timeProvider)
{
    private const string NodeGroup = "system:bootstrappers:kite:default-node-token";

    /// <summary>Makes a token.</summary>
    /// <param name="validity">For how long; null for ever.</param>
    /// <param name="description">What it is for, for whoever lists the Secrets.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<string> CreateAsync(TimeSpan? validity, string description, CancellationToken cancellationToken)
    {
        var token = BootstrapToken.New();
        await client.Resource<Secret>().CreateAsync(SecretOf(token, validity, description), cancellationToken);
        return Text(token);
    }

    /// <summary>The server's own token, which never expires: read from the file, made on the first start; its Secret is brought back where it is missing.</summary>
    /// <param name="path">The file, mode 0600.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PkiException">The file is damaged or can't be written.</exception>
    public async Task<string> EnsureServerTokenAsync(string path, CancellationToken cancellationToken)
    {
        var token = await ReadAsync(path, cancellationToken);
        if (token is null)
        {
            token = BootstrapToken.New();
            Write(path, Text(token));
        }
        var secrets = client.Resource<Secret>();
        if (await secrets.FindAsync(BootstrapToken.Namespace, BootstrapToken.SecretNamePrefix + token.Id, cancellationToken) is null)
            await secrets.CreateAsync(SecretOf(token, null, "The server's own token for joining nodes."), cancellationToken);
        return Text(token);
    }

    private static async Task<BootstrapToken?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return null;
        var text = (await File.ReadAllTextAsync(path, cancellationToken)).Trim();
        var separator = text.IndexOf("::", StringComparison.Ordinal);
        return separator >= 0 && BootstrapToken.TryParse(text[(separator + 2)..], out var token) ? token : throw new PkiException($"{path}: no join token can be read from it");
    }

    private static void Write(string path, string text)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory) Directory.CreateDirectory(directory, AtomicFile.OwnerDirectory);
            AtomicFile.Write(path, Encoding.ASCII.GetBytes(text + "\n"), AtomicFile.OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PkiException($"{path}: the join token can't be written: {e.Message}", e);
        }
    }

    private string Text(BootstrapToken token) => $"K{certificates.Issuer.CertificateHash}::{token}";

    private Secret SecretOf(BootstrapToken token, TimeSpan? validity, string description)
    {
        var data = new Dictionary<string, string>
        {
            ["token-id"] = token.Id,
            ["token-secret"] = token.Secret,
            ["usage-bootstrap-authentication"] = "true",
            ["auth-extra-groups"] = NodeGroup,
            ["description"] = description,
        };
        if (validity is { } life) data["expiration"] = Timestamps.Format(timeProvider.GetUtcNow() + life);
        return new()
        {
            Metadata = new() { Name = BootstrapToken.SecretNamePrefix + token.Id, Namespace = BootstrapToken.Namespace },
            Type = BootstrapToken.SecretType,
            Data = data.ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetBytes(entry.Value)),
        };
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kite.Api.Client;
using Kite.Api.Errors;
using Microsoft.Extensions.Logging;

namespace Kite.Agent.Join;

/// <summary>Makes a machine a node of a cluster: from a join token to a client certificate of its own, kept for later starts and renewed in time.</summary>
public sealed partial class NodeBootstrap(TimeProvider timeProvider, ILogger<NodeBootstrap> logger)
{
    private const string UserAgent = "kite-agent";

    /// <summary>The node's credentials: those on disk, renewed with themselves where two thirds of their life are over, or new ones by the join token.</summary>
    /// <exception cref="JoinException">The node can't join, now or at all; the message says why.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached and there are no usable credentials.</exception>
    public async Task<NodeCredentials> EnsureCredentialsAsync(JoinOptions options, CancellationToken cancellationToken)
    {
        var files = new CredentialFiles(options.Directory);
        var found = files.Read();
        var now = timeProvider.GetUtcNow();
        if (found is null || found.IsExpired(now) || IsOfAnother(found, options))
        {
            if (options.Token is null) throw new JoinException("this machine has no usable credentials of the cluster yet: a join token is needed (--token)");
            return await JoinAsync(options, files, cancellationToken);
        }
        return found.IsDue(now) ? await RenewAsync(found, options, files, cancellationToken) : found;
    }

    /// <summary>True where the machine was renamed since, or where a token is given and it is another cluster's.</summary>
    private static bool IsOfAnother(NodeCredentials found, JoinOptions options)
    {
        if (found.Client.GetNameInfo(X509NameType.SimpleName, forIssuer: false) != "system:node:" + options.NodeName) return true;
        return options.Token is { } token && JoinToken.Parse(token).AuthorityHash != Convert.ToHexStringLower(SHA256.HashData(found.Authority.RawDataMemory.Span));
    }

    private async Task<NodeCredentials> JoinAsync(JoinOptions options, CredentialFiles files, CancellationToken cancellationToken)
    {
        var token = JoinToken.Parse(options.Token!);
        var authority = await ClusterAuthority.FetchAsync(options.Server, token, cancellationToken);
        using var handler = new BearerHandler(token.BearerToken, ClusterTls.CreateHandler(authority));
        var credentials = await RequestAsync(handler, authority, options, files, cancellationToken);
        Log.Joined(logger, options.Server, options.NodeName, credentials.Client.NotAfter);
        return credentials;
    }

    private async Task<NodeCredentials> RenewAsync(NodeCredentials found, JoinOptions options, CredentialFiles files, CancellationToken cancellationToken)
    {
        try
        {
            using var handler = found.CreateHandler(timeProvider);
            var renewed = await RequestAsync(handler, found.Authority, options, files, cancellationToken);
            Log.Renewed(logger, options.NodeName, renewed.Client.NotAfter);
            return renewed;
        }
        catch (Exception e) when (e is HttpRequestException or JoinException or ApiStatusException)
        {
            // The old ones are still good; without a server the node keeps running its pods.
            Log.RenewalFailed(logger, e, found.Client.NotAfter);
            return found;
        }
    }

    private async Task<NodeCredentials> RequestAsync(HttpMessageHandler handler, X509Certificate2 authority, JoinOptions options, CredentialFiles files, CancellationToken cancellationToken)
    {
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        try
        {
            var certificate = await new CertificateSigning(new HttpApiClient(invoker, options.Server, UserAgent), timeProvider).RequestClientAsync(options.NodeName, key, cancellationToken);
            return files.Write(authority, certificate, key);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.Unauthorized)
        {
            throw new JoinException($"{options.Server}: the server does not know the node's credentials; the join token may have expired", e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Joined {Server} as {Node}, certificate valid until {NotAfter}")]
        public static partial void Joined(ILogger logger, Uri server, string node, DateTime notAfter);

        [LoggerMessage(LogLevel.Information, "Certificate of {Node} renewed, valid until {NotAfter}")]
        public static partial void Renewed(ILogger logger, string node, DateTime notAfter);

        [LoggerMessage(LogLevel.Warning, "The node's certificate could not be renewed; the old one is valid until {NotAfter}")]
        public static partial void RenewalFailed(ILogger logger, Exception exception, DateTime notAfter);
    }
}

using System.Net;

namespace Kite.ApiServer.Certificates;

/// <summary>What a certificate is to say.</summary>
public sealed record CertificateProfile
{
    /// <summary>The common name; the user name in a client certificate.</summary>
    public required string CommonName { get; init; }

    /// <summary>The organizations; the groups in a client certificate.</summary>
    public IReadOnlyList<string> Organizations { get; init; } = [];

    /// <summary>What it may be used for.</summary>
    public required CertificateUsages Usages { get; init; }

    /// <summary>For how long it is valid; cut off where the authority's own certificate ends.</summary>
    public required TimeSpan Validity { get; init; }

    /// <summary>The DNS names it stands for.</summary>
    public IReadOnlyList<string> DnsNames { get; init; } = [];

    /// <summary>The addresses it stands for.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];
}

using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Kite.ApiServer.Certificates;

/// <summary>The names and addresses under which the API server is reached.</summary>
internal sealed record ServingNames(IReadOnlyList<string> DnsNames, IReadOnlyList<IPAddress> Addresses)
{
    public static ServingNames Of(ClusterCertificatesOptions options)
    {
        List<string> names = ["kubernetes", "kubernetes.default", "kubernetes.default.svc", $"kubernetes.default.svc.{options.ClusterDomain}", "localhost", options.NodeName, Dns.GetHostName()];
        List<IPAddress> addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback, .. options.ServiceAddresses, .. options.HostAddresses()];
        foreach (var extra in options.ExtraNames)
        {
            if (IPAddress.TryParse(extra, out var address)) addresses.Add(address);
            else names.Add(extra);
        }
        return new([.. names.Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)], [.. addresses.Distinct()]);
    }

    /// <summary>True where a certificate stands for every one of them; more than that does no harm.</summary>
    public bool AreCoveredBy(X509Certificate2 certificate)
    {
        var extension = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        if (extension is null) return false;
        var names = extension.EnumerateDnsNames().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var addresses = extension.EnumerateIPAddresses().ToHashSet();
        return DnsNames.All(names.Contains) && Addresses.All(addresses.Contains);
    }
}

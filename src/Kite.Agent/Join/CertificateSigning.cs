using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kite.Api.Client;
using Kite.Api.Clocks;
using Kite.Api.Errors;
using Kite.Api.Models.CertificatesV1;

namespace Kite.Agent.Join;

/// <summary>Asks the cluster to sign a certificate and waits for it.</summary>
internal sealed class CertificateSigning(IApiClient client, TimeProvider timeProvider)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>The node's client certificate over the key, as PEM.</summary>
    /// <exception cref="JoinException">The request is denied, fails, or isn't answered in time.</exception>
    public Task<string> RequestClientAsync(string nodeName, ECDsa key, CancellationToken cancellationToken) =>
        RequestAsync(Request(nodeName, key), "kubernetes.io/kube-apiserver-client-kubelet", "client auth", cancellationToken);

    /// <summary>The certificate that the node's kubelet serves with, over the key and for the node's name and addresses, as PEM. The cluster signs it only for a node that is registered.</summary>
    /// <exception cref="JoinException">The request is denied, fails, or isn't answered in time.</exception>
    public Task<string> RequestServingAsync(string nodeName, IReadOnlyList<IPAddress> addresses, ECDsa key, CancellationToken cancellationToken)
    {
        var request = Request(nodeName, key);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(nodeName);
        foreach (var address in addresses) names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        return RequestAsync(request, "kubernetes.io/kubelet-serving", "server auth", cancellationToken);
    }

    private static CertificateRequest Request(string nodeName, ECDsa key)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName("system:node:" + nodeName);
        subject.AddOrganizationName("system:nodes");
        return new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
    }

    private async Task<string> RequestAsync(CertificateRequest request, string signer, string usage, CancellationToken cancellationToken)
    {
        var name = "node-csr-" + Convert.ToHexStringLower(SHA256.HashData(request.PublicKey.ExportSubjectPublicKeyInfo()))[..32];
        await CreateAsync(new()
        {
            Metadata = new() { Name = name },
            Spec = new() { Request = Encoding.ASCII.GetBytes(request.CreateSigningRequestPem() + "\n"), SignerName = signer, Usages = ["digital signature", usage] },
        }, cancellationToken);
        return await WaitAsync(name, cancellationToken);
    }

    private async Task CreateAsync(CertificateSigningRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await client.Resource<CertificateSigningRequest>().CreateAsync(request, cancellationToken);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.AlreadyExists)
        {
            // Asked before, and then the connection broke: wait for that one.
        }
    }

    private async Task<string> WaitAsync(string name, CancellationToken cancellationToken)
    {
        var requests = client.Resource<CertificateSigningRequest>();
        var end = timeProvider.Uptime() + Patience;
        while (timeProvider.Uptime() < end)
        {
            var request = await requests.GetAsync(null, name, cancellationToken);
            if (request.Status.Certificate is { Length: > 0 } certificate) return Encoding.ASCII.GetString(certificate);
            if (request.Status.Conditions.FirstOrDefault(condition => condition.Type is "Denied" or "Failed") is { } refused)
                throw new JoinException($"the cluster refused to sign the node's certificate: {refused.Type}: {refused.Message ?? refused.Reason}");
            await Task.Delay(Interval, timeProvider, cancellationToken);
        }
        throw new JoinException($"the cluster did not sign the node's certificate within {Patience.TotalMinutes} minutes; look at the CertificateSigningRequest {name}");
    }
}

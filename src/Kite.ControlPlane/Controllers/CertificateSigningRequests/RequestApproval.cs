using System.Net;
using Kite.Api.Client;
using Kite.Api.Models.AuthorizationV1;
using Kite.Api.Models.CertificatesV1;
using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Controllers.CertificateSigningRequests;

/// <summary>Decides which requests are approved without a person: nodes' own certificates, where RBAC says so, and nodes' serving certificates for addresses that are theirs.</summary>
internal sealed class RequestApproval(IApiClient client, ILister<Node> nodes)
{
    private const string NodePrefix = "system:node:";
    private const string NodeGroup = "system:nodes";

    /// <summary>Why the request is approved, or null where somebody else has to decide.</summary>
    public async Task<string?> DecideAsync(CertificateSigningRequest request, CancellationToken cancellationToken)
    {
        if (RequestedCertificate.Parse(request.Spec.Request) is not { } asked || !IsNode(asked) || asked.HasOtherNames) return null;
        return request.Spec.SignerName switch
        {
            Signers.KubeletClient when IsClient(request, asked) => await DecideClientAsync(request, asked, cancellationToken),
            Signers.KubeletServing when IsServing(request, asked) => "Auto approving kubelet serving certificate for the node's own addresses.",
            _ => null,
        };
    }

    private static bool IsNode(RequestedCertificate asked) =>
        asked.CommonName.StartsWith(NodePrefix, StringComparison.Ordinal) && asked.CommonName.Length > NodePrefix.Length && asked.Organizations is [NodeGroup];

    private static bool IsClient(CertificateSigningRequest request, RequestedCertificate asked) =>
        asked.DnsNames.Count + asked.Addresses.Count == 0 && HasUsages(request, "client auth");

    private static bool HasUsages(CertificateSigningRequest request, string purpose)
    {
        var usages = request.Spec.Usages.ToHashSet();
        return usages.Remove("digital signature") && usages.Remove(purpose) && (usages.Count == 0 || (usages.Remove("key encipherment") && usages.Count == 0));
    }

    private async Task<string?> DecideClientAsync(CertificateSigningRequest request, RequestedCertificate asked, CancellationToken cancellationToken)
    {
        if (request.Spec.Username == asked.CommonName && await MayAsync(request, "selfnodeclient", cancellationToken))
            return "Auto approving self kubelet client certificate after SubjectAccessReview.";
        return await MayAsync(request, "nodeclient", cancellationToken) ? "Auto approving kubelet client certificate after SubjectAccessReview." : null;
    }

    private bool IsServing(CertificateSigningRequest request, RequestedCertificate asked)
    {
        if (request.Spec.Username != asked.CommonName || !request.Spec.Groups.Contains(NodeGroup) || !HasUsages(request, "server auth")) return false;
        if (asked.DnsNames.Count + asked.Addresses.Count == 0) return false;
        var name = asked.CommonName[NodePrefix.Length..];
        if (nodes.Get(new("", name)) is not { } node) return false;
        var known = node.Status.Addresses.Select(address => address.Address).Append(name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var addresses = known.Select(text => IPAddress.TryParse(text, out var address) ? address : null).ToHashSet();
        return asked.DnsNames.All(known.Contains) && asked.Addresses.All(addresses.Contains);
    }

    private async Task<bool> MayAsync(CertificateSigningRequest request, string subresource, CancellationToken cancellationToken)
    {
        var review = await client.Resource<SubjectAccessReview>().CreateAsync(
            new()
            {
                Spec = new()
                {
                    User = request.Spec.Username,
                    Uid = request.Spec.Uid,
                    Groups = request.Spec.Groups,
                    Extra = request.Spec.Extra,
                    ResourceAttributes = new() { Group = "certificates.k8s.io", Version = "*", Resource = "certificatesigningrequests", Subresource = subresource, Verb = "create" },
                },
            },
            cancellationToken);
        return review.Status.Allowed;
    }
}

using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.CertificatesV1;
using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Controllers.CertificateSigningRequests;

/// <summary>Approves the requests of nodes, signs what is approved, and cleans up what is done or forgotten.</summary>
internal sealed class CertificateSigningRequestController(IApiClient client, ICertificateSigner signer, TimeProvider timeProvider) : IController
{
    private static readonly TimeSpan KeepDone = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeepPending = TimeSpan.FromHours(24);

    private readonly RequestSigning signing = new(signer);
    private ILister<CertificateSigningRequest> requests = null!;
    private RequestApproval approval = null!;

    /// <inheritdoc/>
    public string Name => "certificatesigningrequest";

    /// <inheritdoc/>
    public IReadOnlyList<string> Watches => ["certificatesigningrequests.certificates.k8s.io", "nodes"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes =>
    [
        "certificatesigningrequests.certificates.k8s.io/approval", "certificatesigningrequests.certificates.k8s.io/status", "certificatesigningrequests.certificates.k8s.io", "subjectaccessreviews.authorization.k8s.io",
    ];

    /// <inheritdoc/>
    public void Register(IInformerFactory informers, IWorkQueue<ObjectKey> queue)
    {
        var informer = informers.For<CertificateSigningRequest>();
        requests = informer.Lister;
        approval = new(client, informers.For<Node>().Lister);
        informer.OnChange(change => queue.Add(ObjectKey.Of(change.Object)));
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (requests.Get(key) is not { Metadata.DeletionTimestamp: null } request) return null;
        if (!IsDone(request) && Signers.IsKnown(request.Spec.SignerName))
        {
            if (Has(request, "Approved")) await SignAsync(request, cancellationToken);
            else if (await approval.DecideAsync(request, cancellationToken) is { } reason) await ApproveAsync(request, reason, cancellationToken);
        }
        return await CleanAsync(request, cancellationToken);
    }

    private static bool Has(CertificateSigningRequest request, string type) => request.Status.Conditions.Any(condition => condition.Type == type && condition.Status == "True");

    private static bool IsDone(CertificateSigningRequest request) => request.Status.Certificate is { Length: > 0 } || Has(request, "Denied") || Has(request, "Failed");

    private Task<CertificateSigningRequest> ApproveAsync(CertificateSigningRequest request, string reason, CancellationToken cancellationToken) =>
        client.Resource<CertificateSigningRequest>().UpdateAsync(WithCondition(request, "Approved", "AutoApproved", reason), cancellationToken, "approval");

    private async Task SignAsync(CertificateSigningRequest request, CancellationToken cancellationToken)
    {
        var (certificate, problem) = signing.Sign(request);
        var signed = certificate is null
            ? WithCondition(request, "Failed", "SignerValidationFailure", problem)
            : request with { Status = request.Status with { Certificate = certificate } };
        await client.Resource<CertificateSigningRequest>().UpdateAsync(signed, cancellationToken, "status");
    }

    private async Task<TimeSpan?> CleanAsync(CertificateSigningRequest request, CancellationToken cancellationToken)
    {
        var since = request.Status.Conditions.Select(condition => condition.LastUpdateTime).Max() ?? request.Metadata.CreationTimestamp ?? timeProvider.GetUtcNow();
        var left = since + (request.Status.Conditions.Count > 0 ? KeepDone : KeepPending) - timeProvider.GetUtcNow();
        if (RequestedCertificate.EndOf(request.Status.Certificate) is { } end && end - timeProvider.GetUtcNow() < left) left = end - timeProvider.GetUtcNow();
        if (left > TimeSpan.Zero) return left;
        try
        {
            await client.Resource<CertificateSigningRequest>().DeleteAsync(null, request.Metadata.Name, null, cancellationToken);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound)
        {
            // Gone already.
        }
        return null;
    }

    private CertificateSigningRequest WithCondition(CertificateSigningRequest request, string type, string reason, string message)
    {
        var now = timeProvider.GetUtcNow();
        var condition = new CertificateSigningRequestCondition { Type = type, Status = "True", Reason = reason, Message = message, LastUpdateTime = now, LastTransitionTime = now };
        return request with { Status = request.Status with { Conditions = [.. request.Status.Conditions, condition] } };
    }
}

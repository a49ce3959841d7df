using Kite.Api.Errors;

namespace Kite.ApiServer.Admission.Certificates;

/// <summary>A request for a certificate is approved and denied by those who may do so for its signer.</summary>
internal sealed class CertificateApproval(SignerPermissions permissions) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "CertificateApproval";

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken) =>
        request is { Operation: AdmissionOperation.Update, Subresource: "approval", Resource: { Group: "certificates.k8s.io", Plural: "certificatesigningrequests" } }
            ? CheckAsync(request, cancellationToken)
            : ValueTask.CompletedTask;

    private async ValueTask CheckAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var signer = SignerPermissions.SignerOf(request);
        if (!await permissions.HasAsync(request, "approve", signer, cancellationToken))
            throw ApiErrors.Forbidden(request.Resource, request.Name, $"user not permitted to approve requests with signerName \"{signer}\"");
    }
}

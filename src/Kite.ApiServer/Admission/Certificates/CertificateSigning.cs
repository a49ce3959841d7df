using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Admission.Certificates;

/// <summary>A certificate, or a condition, is written into a request by those who may sign for its signer.</summary>
internal sealed class CertificateSigning(SignerPermissions permissions) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "CertificateSigning";

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Operation: AdmissionOperation.Update, Subresource: "status", Resource: { Group: "certificates.k8s.io", Plural: "certificatesigningrequests" } }) return ValueTask.CompletedTask;
        var (status, old) = (request.Object.Object("status"), request.OldObject.Object("status"));
        var isSame = status.Text("certificate") == old.Text("certificate") && JsonNode.DeepEquals(status?["conditions"], old?["conditions"]);
        return isSame ? ValueTask.CompletedTask : CheckAsync(request, cancellationToken);
    }

    private async ValueTask CheckAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var signer = SignerPermissions.SignerOf(request);
        if (!await permissions.HasAsync(request, "sign", signer, cancellationToken))
            throw ApiErrors.Forbidden(request.Resource, request.Name, $"user not permitted to sign requests with signerName \"{signer}\"");
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.ApiServer.Authentication;

namespace Kite.ApiServer.Admission.Certificates;

/// <summary>Nobody asks for a client certificate that makes an administrator of whoever has it.</summary>
internal sealed class CertificateSubjectRestriction : IAdmissionPlugin
{
    private const string ClientSigner = "kubernetes.io/kube-apiserver-client";
    private const string Organization = "2.5.4.10";

    /// <inheritdoc/>
    public string Name => "CertificateSubjectRestriction";

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Operation: AdmissionOperation.Create, Subresource: "", Resource: { Group: "certificates.k8s.io", Plural: "certificatesigningrequests" }, Object: { } signing }) return ValueTask.CompletedTask;
        var spec = signing.Object("spec");
        if (spec.Text("signerName") == ClientSigner && Organizations(spec.Text("request")).Contains(UserGroups.Masters))
            throw ApiErrors.Forbidden(request.Resource, request.Name, $"use of {ClientSigner} signer with {UserGroups.Masters} group is not allowed");
        return ValueTask.CompletedTask;
    }

    private static IEnumerable<string> Organizations(string request)
    {
        try
        {
            var subject = CertificateRequest.LoadSigningRequestPem(
                Encoding.UTF8.GetString(Convert.FromBase64String(request)),
                HashAlgorithmName.SHA256,
                CertificateRequestLoadOptions.SkipSignatureValidation).SubjectName;
            return [.. subject.EnumerateRelativeDistinguishedNames().Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == Organization).Select(part => part.GetSingleElementValue() ?? "")];
        }
        catch (Exception e) when (e is FormatException or ArgumentException or CryptographicException)
        {
            // What can't be read is refused by the checks of the kind, and signed by nobody.
            return [];
        }
    }
}

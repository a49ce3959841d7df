using Kite.Api.Kinds;
using Kite.ApiServer.Authorization;

namespace Kite.ApiServer.Admission.Certificates;

/// <summary>Who may approve and sign for which signer: the verbs <c>approve</c> and <c>sign</c> on the resource <c>signers</c>, by the signer's name or that of its whole domain (<c>example.com/*</c>).</summary>
internal sealed class SignerPermissions(IAuthorizer authorizer)
{
    /// <summary>True where the user may.</summary>
    public async ValueTask<bool> HasAsync(AdmissionRequest request, string verb, string signer, CancellationToken cancellationToken) =>
        await AllowsAsync(request, verb, signer, cancellationToken) || await AllowsAsync(request, verb, $"{signer.Split('/')[0]}/*", cancellationToken);

    /// <summary>The signer of the stored request; it never changes.</summary>
    public static string SignerOf(AdmissionRequest request) => request.OldObject.Object("spec").Text("signerName");

    private async ValueTask<bool> AllowsAsync(AdmissionRequest request, string verb, string name, CancellationToken cancellationToken) =>
        (await authorizer.AuthorizeAsync(AuthorizationAttributes.Of(request.User, verb, "certificates.k8s.io", "signers", "", name), cancellationToken)).Allowed;
}

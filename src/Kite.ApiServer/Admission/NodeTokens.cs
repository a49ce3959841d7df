using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.StorageV1;
using Kite.ApiServer.Authorization;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission;

/// <summary>Which tokens of service accounts a node may ask for: those of pods that run on it, bound to the pod, for an audience that the pod's volumes name or that the node is allowed.</summary>
/// <remarks><see href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction"/></remarks>
internal sealed class NodeTokens(ResourceCaches caches, IAuthorizer authorizer)
{
    private const string AudienceVerb = "request-serviceaccounts-token-audience";

    /// <summary>Checks a TokenRequest.</summary>
    /// <exception cref="ApiStatusException">The node may not have the token.</exception>
    public async ValueTask CheckAsync(AdmissionRequest request, string node, CancellationToken cancellationToken)
    {
        if (request is not { Operation: AdmissionOperation.Create, Subresource: "token" }) return;
        var spec = request.Object.Object("spec");
        var reference = spec.Object("boundObjectRef");
        var (name, uid) = (reference.Text("name"), reference.Text("uid"));
        if (name.Length == 0 || reference.Text("apiVersion") != "v1" || reference.Text("kind") != "Pod") throw Forbidden(request, "node requested token not bound to a pod");
        if (uid.Length == 0) throw Forbidden(request, "node requested token with a pod binding without a uid");
        var found = caches.For(Pod.Resource).Get(new ObjectKey(request.Namespace, name)) ?? throw ApiErrors.NotFound(Pod.Resource, name);
        if (found.Uid != uid) throw Forbidden(request, $"the UID in the bound object reference ({uid}) does not match the UID in record. The object might have been deleted and then recreated");
        var pod = found.Read<Pod>();
        if (pod.Spec.NodeName != node) throw Forbidden(request, "node requested token bound to a pod scheduled on a different node");
        string[] audiences = [.. spec.Texts("audiences")];
        if (audiences.Length > 1) throw Forbidden(request, "node may only request 0 or 1 audiences");
        // None stands for the API server's own, as an empty one in a volume does.
        var audience = audiences is [var only] ? only : "";
        if (Names(pod, audience) || await IsAllowedAsync(request, audience, cancellationToken)) return;
        throw Forbidden(request, $"audience \"{audience}\" not found in pod spec volume, {request.User.Name} is not authorized to request tokens for this audience");
    }

    private static ApiStatusException Forbidden(AdmissionRequest request, string why) => ApiErrors.Forbidden(request.Resource, request.Name, why);

    private bool Names(Pod pod, string audience) => pod.Spec.Volumes.Any(volume =>
        volume.Projected?.Sources.Any(source => source.ServiceAccountToken is { } token && (token.Audience ?? "") == audience) == true
        || (DriverOf(pod, volume) is { } driver && caches.For(CSIDriver.Resource).Get(new ObjectKey("", driver))?.Read<CSIDriver>().Spec.TokenRequests.Any(token => token.Audience == audience) == true));

    private string? DriverOf(Pod pod, Volume volume)
    {
        if (volume.Csi is { } inline) return inline.Driver;
        var claim = volume.PersistentVolumeClaim?.ClaimName ?? (volume.Ephemeral is null ? null : $"{pod.Metadata.Name}-{volume.Name}");
        if (claim is null || caches.For(PersistentVolumeClaim.Resource).Get(new ObjectKey(pod.Metadata.Namespace, claim))?.Read<PersistentVolumeClaim>().Spec.VolumeName is not { Length: > 0 } bound) return null;
        return caches.For(PersistentVolume.Resource).Get(new ObjectKey("", bound))?.Read<PersistentVolume>().Spec.Csi?.Driver;
    }

    private async ValueTask<bool> IsAllowedAsync(AdmissionRequest request, string audience, CancellationToken cancellationToken) =>
        (await authorizer.AuthorizeAsync(AuthorizationAttributes.Of(request.User, AudienceVerb, "", audience, request.Namespace, request.Name), cancellationToken)).Allowed;
}

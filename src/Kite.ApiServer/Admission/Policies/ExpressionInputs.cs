using System.Text.Json.Nodes;
using Kite.Api.Admission;
using Kite.Api.Cel.Libraries.Authorization;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Admission.Matching;
using Kite.ApiServer.Authorization;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission.Policies;

/// <summary>Puts together what the expressions of policies and match conditions are evaluated on.</summary>
internal sealed class ExpressionInputs(ConvertedObjects objects, ResourceCaches caches, IAuthorizer authorizer)
{
    private static readonly ApiResource Namespaces = new("", "v1", "namespaces", "Namespace", false);
    private static readonly string[] ShownMetadata =
    [
        "name", "generateName", "namespace", "labels", "annotations", "uid", "creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation", "resourceVersion", "finalizers",
    ];

    /// <summary>Answers what expressions ask of <c>authorizer</c> during a request.</summary>
    public RequestAuthorizer AuthorizerOf(AdmissionRequest request) => new(authorizer, request.User);

    /// <summary>The input for a request, without parameter and namespace.</summary>
    /// <exception cref="ApiStatusException">An object can't be converted.</exception>
    public async ValueTask<ExpressionInput> OfAsync(AdmissionRequest request, MatchedResource match, RequestAuthorizer asked, CancellationToken cancellationToken) => new()
    {
        Object = await objects.ToMatchedAsync(request, match, request.Object, cancellationToken),
        OldObject = await objects.ToMatchedAsync(request, match, request.OldObject, cancellationToken),
        Request = RequestJson.Of(request, match),
        Authorizer = AuthorizationValue.ForRequester(asked),
        RequestResource = AuthorizationValue.ForResource(asked, new CelAuthorizationCheck
        {
            Group = request.Resource.Group,
            Resource = request.Resource.Plural,
            Subresource = request.Subresource,
            Namespace = RequestLabels.NamespaceOf(request),
            Name = request.Name,
        }),
    };

    /// <summary>The variable <c>namespaceObject</c> for a request; null for cluster scope.</summary>
    /// <exception cref="ApiStatusException">There is no such namespace (<c>NotFound</c>).</exception>
    public JsonObject? NamespaceOf(AdmissionRequest request)
    {
        if (request.Namespace.Length == 0) return null;
        var found = caches.For(Namespaces).Get(new ObjectKey("", request.Namespace)) ?? throw ApiErrors.NotFound(Namespaces, request.Namespace);
        var stored = JsonCodec.ParseObject(found.Json.Span);
        var shown = new JsonObject { ["metadata"] = new JsonObject(ShownMetadata.Where(stored.Metadata().ContainsKey).Select(field => KeyValuePair.Create(field, stored.Metadata()[field]?.DeepClone()))) };
        foreach (var part in (ReadOnlySpan<string>)["spec", "status"]) shown[part] = stored[part]?.DeepClone() ?? new JsonObject();
        return shown;
    }
}

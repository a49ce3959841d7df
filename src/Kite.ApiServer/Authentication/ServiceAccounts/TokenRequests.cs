using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.AuthenticationV1;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry;
using Kite.ApiServer.WatchCache;
using static Kite.ApiServer.Authentication.ServiceAccounts.ServiceAccountClaims;
using static Kite.ApiServer.Authentication.ServiceAccounts.ServiceAccountTokenIssuer;

namespace Kite.ApiServer.Authentication.ServiceAccounts;

/// <summary>Serves <c>serviceaccounts/token</c>: issues a token for the account, bound to an object where one is named.</summary>
internal sealed class TokenRequests(IResourceCaches caches, ServiceAccountTokenIssuer issuer, ServiceAccountTokenOptions options) : ICreateOnlyResource
{
    private const long DefaultSeconds = 3600;
    private const long MinSeconds = 600;
    private const long MaxSeconds = 1L << 32;

    /// <summary>What kubelets ask for where a pod has not said for how long: such a token lives longer, because old clients in pods read it once and never again.</summary>
    private const long ExtendedSeconds = 3607;
    private static readonly ApiResource Kind = new("authentication.k8s.io", "v1", "tokenrequests", "TokenRequest", true);

    public string Resource => "serviceaccounts/token";

    public ValueTask<JsonObject> CreateAsync(ApiRequest request, JsonObject value, CancellationToken cancellationToken) =>
        new(Create(request.Info.Namespace, request.Info.Name, value.ToModel<TokenRequest>(), request.Warn).ToNode());

    internal TokenRequest Create(string @namespace, string name, TokenRequest request, Action<string>? warn = null)
    {
        var account = caches.For(ServiceAccount.Resource).Get(new(@namespace, name)) ?? throw ApiErrors.NotFound(ServiceAccount.Resource, name);
        if (request.Metadata.Name.Length > 0 && request.Metadata.Name != name) throw ApiErrors.BadRequest($"the name of the object ({request.Metadata.Name}) does not match the name on the URL ({name})");
        if (request.Metadata.Namespace.Length > 0 && request.Metadata.Namespace != @namespace)
            throw ApiErrors.BadRequest($"the namespace of the provided object does not match the namespace sent on the request");
        var seconds = request.Spec.ExpirationSeconds ?? DefaultSeconds;
        Validate(name, seconds);
        if (seconds > options.MaxValidity.TotalSeconds)
        {
            warn?.Invoke($"requested expiration of {seconds} seconds shortened to {(long)options.MaxValidity.TotalSeconds} seconds");
            seconds = (long)options.MaxValidity.TotalSeconds;
        }
        var spec = request.Spec with { ExpirationSeconds = seconds, Audiences = request.Spec.Audiences.Count > 0 ? request.Spec.Audiences : options.ApiAudiences };
        var template = new TokenTemplate(@namespace, new(name, account.Uid), spec.Audiences);
        if (spec.BoundObjectRef is { } reference) template = Bind(template, reference);
        var isExtended = seconds == ExtendedSeconds && template.Pod is not null && spec.Audiences.All(options.ApiAudiences.Contains);
        var token = issuer.Issue(template with { WarnAfter = isExtended ? TimeSpan.FromSeconds(seconds) : null }, isExtended ? options.MaxValidity : TimeSpan.FromSeconds(seconds), out var issued);
        return request with
        {
            Metadata = request.Metadata with { Name = name, Namespace = @namespace, CreationTimestamp = issued },
            Spec = spec,
            Status = new() { Token = token, ExpirationTimestamp = issued.AddSeconds(seconds) },
        };
    }

    private static void Validate(string name, long seconds)
    {
        var problem = seconds < MinSeconds ? "may not specify a duration less than 10 minutes" : seconds > MaxSeconds ? "may not specify a duration larger than 2^32 seconds" : null;
        if (problem is null) return;
        throw ApiErrors.Invalid(Kind, name, [new("FieldValueInvalid", $"Invalid value: {seconds}: {problem}", "spec.expirationSeconds")]);
    }

    private TokenTemplate Bind(TokenTemplate template, BoundObjectReference reference)
    {
        var apiVersion = reference.ApiVersion is { Length: > 0 } given ? given : "v1";
        var bound = new NamedObject(reference.Name ?? "", "");
        template = (apiVersion, reference.Kind) switch
        {
            ("v1", "Pod") => BindPod(template, bound.Name),
            ("v1", "Secret") => template with { Secret = bound with { Uid = Find(Secret.Resource, template.Namespace, bound.Name).Uid } },
            ("v1", "Node") => template with { Node = bound with { Uid = Find(Node.Resource, "", bound.Name).Uid } },
            _ => throw ApiErrors.BadRequest($"cannot bind token to object of type {apiVersion}, Kind={reference.Kind}"),
        };
        var uid = (template.Pod ?? template.Secret ?? template.Node)!.Uid;
        if (!string.IsNullOrEmpty(reference.Uid) && reference.Uid != uid)
        {
            throw new ApiStatusException(
                StatusReason.Conflict,
                $"Operation cannot be fulfilled on {reference.Kind} \"{bound.Name}\": the UID in the bound object reference ({reference.Uid}) does not match the UID in record. The object might have been deleted and then recreated",
                new StatusDetails { Name = bound.Name, Kind = reference.Kind! });
        }
        return template;
    }

    private TokenTemplate BindPod(TokenTemplate template, string name)
    {
        var found = Find(Pod.Resource, template.Namespace, name);
        var pod = found.Read<Pod>();
        if (pod.Spec.ServiceAccountName != template.ServiceAccount.Name)
            throw ApiErrors.BadRequest($"cannot bind token for serviceaccount \"{template.ServiceAccount.Name}\" to pod running with different serviceaccount name.");
        var bound = template with { Pod = new(name, found.Uid) };
        if (string.IsNullOrEmpty(pod.Spec.NodeName)) return bound;
        var node = caches.For(Node.Resource).Get(new("", pod.Spec.NodeName));
        return bound with { Node = new(pod.Spec.NodeName, node?.Uid ?? "") };
    }

    private CachedObject Find(ApiResource resource, string @namespace, string name) =>
        caches.For(resource).Get(new(@namespace, name)) ?? throw ApiErrors.NotFound(resource, name);
}

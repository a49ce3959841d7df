using System.Collections.Concurrent;
using System.Security.Cryptography;
using Kite.Api.Errors;
using Kite.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Discovery;

/// <summary>Serves what the server serves: <c>/api</c>, <c>/apis</c> and the lists below, plain or aggregated, with entity tags.</summary>
/// <remarks><see href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api"/></remarks>
internal sealed class DiscoveryHandler(DiscoveryDocuments documents) : IPathHandler
{
    private readonly ConcurrentDictionary<(string Path, string Version), DiscoveryAnswer?> answers = new();

    public bool Handles(string path)
    {
        path = path.TrimEnd('/');
        if (path is "/api" or "/apis") return true;
        var segments = path.Split('/');
        return segments is ["", "api", _] or ["", "apis", _] or ["", "apis", _, _];
    }

    public async Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (!HttpMethods.IsGet(request.Context.Request.Method) && !HttpMethods.IsHead(request.Context.Request.Method))
            throw new ApiStatusException(StatusReason.MethodNotAllowed, "the server does not allow this method on the requested resource");
        var path = request.Info.Path.TrimEnd('/');
        var version = path is "/api" or "/apis" ? AggregatedDiscovery.AcceptedVersion(request.Context.Request.Headers.Accept) : "";
        var answer = answers.GetOrAdd((path, version), key => Create(key.Path, key.Version)) ?? throw ApiErrors.PathNotFound();
        var response = request.Context.Response;
        response.Headers.ETag = answer.ETag;
        response.Headers.Vary = "Accept";
        if (request.Context.Request.Headers.IfNoneMatch == answer.ETag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        if (HttpMethods.IsGet(request.Context.Request.Method)) await response.Body.WriteAsync(answer.Body, cancellationToken);
    }

    private DiscoveryAnswer? Create(string path, string version)
    {
        var body = (path.Split('/'), version) switch
        {
            (["", "api" or "apis"], { Length: > 0 }) => documents.Aggregated(isCore: path == "/api", version),
            (["", "api"], _) => documents.CoreVersions(),
            (["", "apis"], _) => documents.GroupList(),
            (["", "apis", var group], _) => documents.Group(group),
            (["", "api", var core], _) => documents.ResourceList("", core),
            (["", "apis", var group, var groupVersion], _) => documents.ResourceList(group, groupVersion),
            _ => null,
        };
        if (body is null) return null;
        var type = version.Length == 0 ? "application/json" : $"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList";
        return new DiscoveryAnswer(body, type, $"\"{Convert.ToHexString(SHA256.HashData(body))}\"");
    }
}

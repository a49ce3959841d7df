using System.Net;
using Kite.Api.Codecs.Protobuf;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.ApiServer.Listening;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Responses;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Discovery;

/// <summary>Serves what the server serves: <c>/api</c>, <c>/apis</c> and the lists below, plain or aggregated, with entity tags. A change of the catalogue is in the next answer.</summary>
/// <remarks><see href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api"/></remarks>
internal sealed class DiscoveryHandler(ResourceCatalogue catalogue, IRemoteGroups remotes, ProtobufEncoder encoder, ApiServerOptions options, ListenerAddress listener) : IPathHandler
{
    private volatile Kept? kept;

    /// <inheritdoc/>
    public bool Handles(string path)
    {
        path = path.TrimEnd('/');
        if (path is "/api" or "/apis") return true;
        var segments = path.Split('/');
        return segments is ["", "api", _] or ["", "apis", _] or ["", "apis", _, _];
    }

    /// <inheritdoc/>
    public async Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var (http, response) = (request.Context.Request, request.Context.Response);
        if (!HttpMethods.IsGet(http.Method) && !HttpMethods.IsHead(http.Method))
            throw new ApiStatusException(StatusReason.MethodNotAllowed, "the server does not allow this method on the requested resource");
        var path = request.Info.Path.TrimEnd('/');
        var form = DiscoveryForm.Choose(http.Headers.Accept.ToString(), path is "/api" or "/apis")
            ?? throw new ApiStatusException(StatusReason.NotAcceptable, $"only the following media types are accepted: application/json, application/yaml, {ProtobufDecoder.MediaType}");
        var answer = Current().Find(path, form) ?? throw ApiErrors.PathNotFound();
        response.Headers.ETag = answer.ETag;
        response.Headers.Vary = "Accept";
        response.Headers.CacheControl = form.Aggregated.Length > 0 ? "public" : "no-cache, private";
        if (http.Headers.IfNoneMatch.ToString().Contains(answer.ETag, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        await BodyWriter.SendDocumentAsync(request.Context, answer.ContentType, answer.Body, cancellationToken);
    }

    private DiscoveryAnswers Current()
    {
        var (local, remote, address) = (catalogue.Version, remotes.Version, Address());
        if (kept is { } current && current.Local == local && current.Remote == remote && current.Address == address) return current.Answers;
        var answers = new DiscoveryAnswers(new DiscoveryDocuments(DiscoverySnapshot.Of(catalogue.Resources, remotes.List()), address), encoder);
        kept = new Kept(local, remote, address, answers);
        return answers;
    }

    private string Address()
    {
        var port = options.AdvertisePort > 0 ? options.AdvertisePort : listener.Port;
        return options.AdvertiseAddress is { } address && port > 0 ? new IPEndPoint(address, port).ToString() : "";
    }

    private sealed record Kept(long Local, long Remote, string Address, DiscoveryAnswers Answers);
}

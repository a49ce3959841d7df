using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.ApiServer.Admission;
using Kite.ApiServer.Aggregation;
using Kite.ApiServer.Metrics;
using Kite.ApiServer.Registry;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Pipeline;

/// <summary>Sends a request to whatever serves it: another server, a path, a stream, a create-only resource or the registry.</summary>
internal sealed class RequestDispatcher(
    ResourceCatalogue catalogue,
    IEnumerable<IPathHandler> paths,
    IEnumerable<ISubresourceHandler> subresources,
    ResourceVerbs verbs,
    ContentNegotiator negotiator,
    ConnectAdmission connections,
    AggregationProxy aggregation,
    RequestMetrics metrics)
{
    private readonly IPathHandler[] paths = [.. paths];
    private readonly Dictionary<string, ISubresourceHandler> subresources =
        subresources.SelectMany(handler => handler.Subresources.Select(name => (name, handler))).ToDictionary(pair => pair.name, pair => pair.handler, StringComparer.Ordinal);

    /// <summary>The form of the answer; streams settle theirs themselves.</summary>
    /// <exception cref="ApiStatusException">The client accepts none that can be had (<c>NotAcceptable</c>).</exception>
    public ResponseFormat Negotiate(HttpRequest request, RequestQuery query, RequestInfo info)
    {
        if (info.Subresource.Length > 0 && subresources.ContainsKey(Name(info))) return ResponseFormat.Json;
        if (aggregation.Find(info) is not null) return ResponseFormat.Json;
        return negotiator.Negotiate(request, query, ContentNegotiator.IsPlain(request) ? AcceptableForms.None : Forms(info));
    }

    /// <summary>Serves the request.</summary>
    public Task DispatchAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var info = request.Info;
        if (aggregation.Find(info) is { } remote) return aggregation.ForwardAsync(request, remote, cancellationToken);
        if (info.IsResourceRequest && catalogue.Find(info.Group, info.Version, info.Resource) is { } definition)
        {
            if (definition.Deprecation is { } deprecation)
            {
                request.Warn(deprecation);
                metrics.UseDeprecated(info, "");
            }
            if (info.Subresource.Length > 0 && subresources.TryGetValue(Name(info), out var handler)) return HandleAsync(handler, request, definition, cancellationToken);
            return verbs.HandleAsync(request, definition, cancellationToken);
        }
        foreach (var path in paths)
        {
            if (path.Handles(info.Path)) return path.HandleAsync(request, cancellationToken);
        }
        throw ApiErrors.PathNotFound();
    }

    private async Task HandleAsync(ISubresourceHandler handler, ApiRequest request, ResourceDefinition definition, CancellationToken cancellationToken)
    {
        if (handler.IsConnection) await connections.AdmitAsync(request, definition, cancellationToken);
        await handler.HandleAsync(request, cancellationToken);
    }

    private AcceptableForms Forms(RequestInfo info)
    {
        if (catalogue.Find(info.Group, info.Version, info.Resource) is not { } definition) return AcceptableForms.Protobuf | AcceptableForms.Metadata | AcceptableForms.Table;
        // Custom objects have no form in protobuf; their scales have.
        var forms = definition.Custom is null || info.Subresource == "scale" ? AcceptableForms.Protobuf : AcceptableForms.None;
        if (!verbs.IsCreateOnly(info)) forms |= AcceptableForms.Metadata | AcceptableForms.Table;
        return info.Verb == "watch" ? forms | AcceptableForms.Stream : forms;
    }

    private static string Name(RequestInfo info) => info.Group.Length == 0 ? $"{info.Resource}/{info.Subresource}" : $"{info.Resource}.{info.Group}/{info.Subresource}";
}

using Kite.Api.Errors;
using Kite.Api.Models.CoreV1;
using Kite.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http.Extensions;

namespace Kite.ApiServer.Streaming;

/// <summary><c>pods/exec</c>, <c>pods/attach</c> and <c>pods/portforward</c>: the upgraded connection goes on to the kubelet as it is.</summary>
internal sealed class PodSessionHandler(PodFinder pods, KubeletClient kubelets, Forwarder forwarder, RequestAuthorization authorization) : ISubresourceHandler
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Subresources { get; } = ["pods/exec", "pods/attach", "pods/portforward"];

    /// <inheritdoc/>
    public async Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var info = request.Info;
        if (info.Verb is not ("get" or "create")) throw new ApiStatusException(StatusReason.MethodNotAllowed, "the server does not allow this method on the requested resource");
        // WebSockets come as GET, but what they do is no reading: since 1.35 they take the right to create, as the POST of SPDY always did.
        if (info.Verb == "get") await authorization.CheckAsync(request.User, info with { Verb = "create" }, request.Query, cancellationToken);
        var pod = pods.Find(info);
        var path = info.Subresource == "portforward" ? PortForwardPath(pod, request.Query) : SessionPath(pod, info.Subresource, request.Query);
        MessageWiseUpgrade.Prepare(request.Context);
        await forwarder.SendAsync(request, kubelets.Invoker, new BackendTransformer(new Uri(kubelets.AddressOf(pod.Spec.NodeName!) + path)), cancellationToken);
    }

    private static string SessionPath(Pod pod, string subresource, RequestQuery query)
    {
        var container = PodFinder.Container(pod, query["container"]);
        RequireNode(pod);
        var parameters = new QueryBuilder();
        foreach (var (ours, theirs) in new[] { ("stdin", "input"), ("stdout", "output"), ("stderr", "error"), ("tty", "tty") })
        {
            if (query.Flag(ours)) parameters.Add(theirs, "1");
        }
        if (subresource == "exec") parameters.Add("command", query.All("command"));
        return $"/{subresource}/{pod.Metadata.Namespace}/{pod.Metadata.Name}/{container}{parameters}";
    }

    private static string PortForwardPath(Pod pod, RequestQuery query)
    {
        RequireNode(pod);
        var parameters = new QueryBuilder();
        if (query.All("ports") is { Count: > 0 } ports) parameters.Add("port", ports);
        return $"/portForward/{pod.Metadata.Namespace}/{pod.Metadata.Name}{parameters}";
    }

    private static void RequireNode(Pod pod)
    {
        if (string.IsNullOrEmpty(pod.Spec.NodeName)) throw ApiErrors.BadRequest($"pod {pod.Metadata.Name} does not have a host assigned");
    }
}

using System.Globalization;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.ApiServer.Pipeline;
using Microsoft.AspNetCore.Http.Extensions;

namespace Kite.ApiServer.Streaming;

/// <summary><c>pods/log</c>: the kubelet's answer, as it comes.</summary>
internal sealed class PodLogHandler(PodFinder pods, KubeletClient kubelets, Forwarder forwarder) : ISubresourceHandler
{
    private static readonly ApiResource Options = new("", "v1", "podlogoptions", "PodLogOptions", true);

    /// <inheritdoc/>
    public IReadOnlyList<string> Subresources { get; } = ["pods/log"];

    /// <inheritdoc/>
    public bool IsConnection => false;

    /// <inheritdoc/>
    public async Task HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (request.Info.Verb != "get") throw new ApiStatusException(StatusReason.MethodNotAllowed, "the server does not allow this method on the requested resource");
        var query = request.Query;
        var parameters = Parameters(query);
        var pod = pods.Find(request.Info);
        var container = PodFinder.Container(pod, query["container"]);
        // A pod without a node has said nothing yet.
        if (string.IsNullOrEmpty(pod.Spec.NodeName)) return;
        var target = new Uri($"{kubelets.AddressOf(pod.Spec.NodeName)}/containerLogs/{pod.Metadata.Namespace}/{pod.Metadata.Name}/{container}{parameters}");
        await forwarder.SendAsync(request, kubelets.Invoker, new LogTransformer(target, pod.Metadata.Name), cancellationToken);
    }

    private static QueryBuilder Parameters(RequestQuery query)
    {
        Validate(query);
        var parameters = new QueryBuilder();
        foreach (var flag in new[] { "follow", "previous", "timestamps" })
        {
            if (query.Flag(flag)) parameters.Add(flag, "true");
        }
        foreach (var name in new[] { "sinceSeconds", "sinceTime", "tailLines", "limitBytes", "stream" })
        {
            if (query[name] is { Length: > 0 } value) parameters.Add(name, value);
        }
        return parameters;
    }

    private static void Validate(RequestQuery query)
    {
        var causes = new List<StatusCause>();
        if (query.Number("tailLines") is < 0 and var tail) causes.Add(Invalid("tailLines", tail, "must be greater than or equal to 0"));
        if (query.Number("limitBytes") is < 1 and var limit) causes.Add(Invalid("limitBytes", limit, "must be greater than 0"));
        var since = query.Number("sinceSeconds");
        if (since is not null && query["sinceTime"].Length > 0) causes.Add(new StatusCause("FieldValueForbidden", "Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified", ""));
        else if (since is < 1) causes.Add(Invalid("sinceSeconds", since, "must be greater than 0"));
        if (query["sinceTime"] is { Length: > 0 } time && !DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out _))
            throw ApiErrors.BadRequest($"parsing time \"{time}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{time}\" as \"2006\"");
        if (causes.Count > 0) throw ApiErrors.Invalid(Options, "", causes);
    }

    private static StatusCause Invalid(string field, long? value, string why) => new("FieldValueInvalid", $"Invalid value: {value}: {why}", field);
}

using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.Api.Schema;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Admission;

/// <summary>Admits connections to what is behind an object (exec, attach, port-forward, proxies); their options stand for the object.</summary>
internal sealed class ConnectAdmission(AdmissionChain admission)
{
    /// <summary>Admits a connection.</summary>
    /// <exception cref="Api.Errors.ApiStatusException">It is refused.</exception>
    public ValueTask AdmitAsync(ApiRequest request, ResourceDefinition definition, CancellationToken cancellationToken)
    {
        var info = request.Info;
        if (definition.Subresource(info.Subresource) is not { } subresource) return ValueTask.CompletedTask;
        return admission.AdmitAsync(
            new AdmissionRequest
            {
                Operation = AdmissionOperation.Connect,
                Resource = definition.Resource,
                Subresource = info.Subresource,
                Kind = new GroupVersionKind(subresource.KindGroup, subresource.KindVersion, subresource.Kind),
                Namespace = definition.Resource.IsNamespaced ? info.Namespace : "",
                Name = info.Name,
                User = request.User,
                Object = Options(subresource, request),
                Warn = request.Warn,
            },
            cancellationToken);
    }

    /// <summary>The options by their type; output is always wanted, as upstream's defaults have it.</summary>
    private static JsonObject Options(SubresourceDefinition subresource, ApiRequest request)
    {
        var query = request.Query;
        var options = new JsonObject { ["kind"] = subresource.Kind, ["apiVersion"] = subresource.KindApiVersion };
        foreach (var field in subresource.Type?.Fields ?? [])
        {
            JsonNode? value = field.Type.Kind switch
            {
                SchemaKind.Bool => query.Flag(field.Name) || field.Name is "stdout" or "stderr" ? true : null,
                SchemaKind.String => query[field.Name] is { Length: > 0 } text ? text : null,
                SchemaKind.List when query.All(field.Name) is { Count: > 0 } items => new JsonArray([.. items.Select(item => Item(item, field.Type.Element!))]),
                _ => null,
            };
            if (value is not null) options[field.Name] = value;
        }
        if (options.Count == 2 && subresource.Name == "proxy") options["path"] = $"/{request.Info.Remainder}";
        return options;
    }

    private static JsonNode Item(string text, TypeReference type) => type.Kind != SchemaKind.String && long.TryParse(text, out var number) ? number : text;
}

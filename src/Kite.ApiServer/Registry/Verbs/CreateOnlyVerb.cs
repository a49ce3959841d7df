using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.Api.Schema;
using Kite.ApiServer.Admission;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Responses;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Registry.Verbs;

/// <summary>Posts to resources that are answered and never stored.</summary>
internal sealed class CreateOnlyVerb(IEnumerable<ICreateOnlyResource> resources, BodyDecoder bodies, AdmissionChain admission)
{
    private readonly Dictionary<string, ICreateOnlyResource> resources = resources.ToDictionary(resource => resource.Resource, StringComparer.Ordinal);

    /// <summary>True where one of them is asked for.</summary>
    public bool Handles(RequestInfo info) => resources.ContainsKey(Name(info));

    /// <summary>Answers a post.</summary>
    public async Task HandleAsync(ApiRequest request, ResourceDefinition definition, CancellationToken cancellationToken)
    {
        var subresource = definition.Subresource(request.Info.Subresource);
        SchemaType type = subresource?.Type ?? definition.Type;
        var apiVersion = subresource?.KindApiVersion ?? definition.Resource.ApiVersion;
        var body = await bodies.ReadAsync(request, cancellationToken);
        var value = bodies.Decode(request, body, type, apiVersion, WriteOptions.Of(request).Validation);
        if (subresource is null) definition.Rules.Default(value);
        value = await AdmitAsync(request, definition, new GroupVersionKind(subresource?.KindGroup ?? definition.Resource.Group, subresource?.KindVersion ?? definition.Resource.Version, type.ShortName), value, cancellationToken);
        var answer = await resources[Name(request.Info)].CreateAsync(request, value, cancellationToken);
        await ObjectResponse.WriteAsync(request, answer, StatusCodes.Status201Created, cancellationToken);
    }

    private async ValueTask<JsonObject> AdmitAsync(ApiRequest request, ResourceDefinition definition, GroupVersionKind kind, JsonObject value, CancellationToken cancellationToken)
    {
        var info = request.Info;
        var admitted = new AdmissionRequest
        {
            Operation = AdmissionOperation.Create,
            Resource = definition.Resource,
            Subresource = info.Subresource,
            Kind = kind,
            Namespace = definition.Resource.IsNamespaced ? info.Namespace : "",
            Name = info.Name.Length > 0 ? info.Name : value.Object("metadata").Text("name"),
            User = request.User,
            Object = value,
            Options = () => AdmittedOptions.Of("CreateOptions", request.Query),
            IsDryRun = request.Query["dryRun"].Length > 0,
            Warn = request.Warn,
        };
        await admission.AdmitAsync(admitted, cancellationToken);
        admitted.Charge?.Dispose();
        return admitted.Object!;
    }

    private static string Name(RequestInfo info)
    {
        var resource = info.Group.Length == 0 ? info.Resource : $"{info.Resource}.{info.Group}";
        return info.Subresource.Length == 0 ? resource : $"{resource}/{info.Subresource}";
    }
}

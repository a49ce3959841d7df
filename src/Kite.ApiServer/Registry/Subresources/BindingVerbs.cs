using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Admission;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Responses;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Registry.Subresources;

/// <summary><c>pods/binding</c>.</summary>
internal sealed class BindingVerbs(BodyDecoder bodies, AdmissionChain admission, PodBinder binder) : ISubresourceVerbs
{
    /// <inheritdoc/>
    public bool Serves(ApiResource resource, SubresourceDefinition subresource) => resource.GroupResource == "pods" && subresource.Name == "binding";

    /// <inheritdoc/>
    public async Task HandleAsync(ApiRequest request, ServedResource served, SubresourceDefinition subresource, CancellationToken cancellationToken)
    {
        var write = new WriteContext(request, served, subresource.Name, WriteOptions.Of(request));
        var body = await bodies.ReadAsync(request, cancellationToken);
        var binding = bodies.Decode(request, body, subresource.Type!, subresource.KindApiVersion, write.Options.Validation);
        var admitted = write.Admission(AdmissionOperation.Create, request.Info.Name, binding, null, kind: new(subresource.KindGroup, subresource.KindVersion, subresource.Kind));
        await admission.AdmitAsync(admitted, cancellationToken);
        await binder.BindAsync(write, new ObjectKey(write.Namespace, request.Info.Name), admitted.Object!, cancellationToken);
        await ObjectResponse.WriteStatusAsync(request, StatusJson.Success(new StatusDetails(), StatusCodes.Status201Created), StatusCodes.Status201Created, cancellationToken);
    }
}

using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Admission;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Responses;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Registry.Subresources;

/// <summary><c>pods/eviction</c>: a deletion that asks the pod's disruption budget first.</summary>
internal sealed class EvictionVerbs(BodyDecoder bodies, AdmissionChain admission, DisruptionBudgets budgets, ObjectDeleter deleter) : ISubresourceVerbs
{
    /// <inheritdoc/>
    public bool Serves(ApiResource resource, SubresourceDefinition subresource) => resource.GroupResource == "pods" && subresource.Name == "eviction";

    /// <inheritdoc/>
    public async Task HandleAsync(ApiRequest request, ServedResource served, SubresourceDefinition subresource, CancellationToken cancellationToken)
    {
        var body = await bodies.ReadAsync(request, cancellationToken);
        var options = WriteOptions.Of(request);
        var eviction = bodies.Decode(request, body, subresource.Type!, subresource.KindApiVersion, options.Validation);
        var asked = new WriteContext(request, served, subresource.Name, options);
        var admitted = asked.Admission(AdmissionOperation.Create, request.Info.Name, eviction, null, kind: new(subresource.KindGroup, subresource.KindVersion, subresource.Kind));
        await admission.AdmitAsync(admitted, cancellationToken);
        eviction = admitted.Object!;
        var name = eviction.Metadata().Text("name");
        if (name.Length > 0 && name != request.Info.Name) throw ApiErrors.BadRequest("name in URL does not match name in Eviction object");
        var deletion = DeleteOptions.Of(eviction.Object("deleteOptions") ?? []).Checked();
        var write = new WriteContext(request, served, "", options with { IsDryRun = options.IsDryRun || deletion.IsDryRun });
        var key = new ObjectKey(write.Namespace, request.Info.Name);
        var pod = served.Cache.Get(key) ?? throw ApiErrors.NotFound(served.Resource, key.Name);
        if (!MayIgnoreBudget(ObjectForms.ToNodes(served, pod))) await budgets.TakeAsync(write, pod, cancellationToken);
        await deleter.DeleteAsync(write, key, write.Options.IsDryRun ? deletion with { DryRun = ["All"] } : deletion, isAdmitted: true, cancellationToken);
        await ObjectResponse.WriteStatusAsync(request, StatusJson.Success(new StatusDetails(), StatusCodes.Status201Created), StatusCodes.Status201Created, cancellationToken);
    }

    /// <summary>What doesn't run can't be disrupted.</summary>
    private static bool MayIgnoreBudget(JsonObject pod) =>
        pod.Metadata().ContainsKey("deletionTimestamp") || pod.Object("status").Text("phase") is "Succeeded" or "Failed" or "Pending" or "";
}

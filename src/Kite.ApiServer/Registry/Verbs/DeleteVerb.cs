using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Responses;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Registry.Verbs;

/// <summary>Deletes an object.</summary>
internal sealed class DeleteVerb(DeleteOptionsReader reader, ObjectDeleter deleter, ObjectResponse response) : IVerb
{
    private static readonly HashSet<string> ReturnDeleted = new(StringComparer.Ordinal)
    {
        "pods", "services", "serviceaccounts", "persistentvolumeclaims", "persistentvolumes", "resourcequotas", "podtemplates",
    };

    /// <inheritdoc/>
    public string Name => "delete";

    /// <inheritdoc/>
    public async Task HandleAsync(ApiRequest request, ServedResource served, CancellationToken cancellationToken)
    {
        var options = await reader.ReadAsync(request, cancellationToken);
        if (options.Propagation.Length == 0 && served.Resource is { Group: "batch", Plural: "jobs" })
            request.Warn("child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning");
        var write = new WriteContext(request, served, "", WriteOptions.Of(request) with { IsDryRun = options.IsDryRun });
        var deletion = await deleter.DeleteAsync(write, new ObjectKey(write.Namespace, request.Info.Name), options, isAdmitted: false, cancellationToken);
        if (!deletion.IsGone || ReturnDeleted.Contains(served.Resource.GroupResource))
        {
            // Who asked in the old way is told that the deletion isn't over; all others never were.
            var status = !deletion.IsGone && options.OrphanDependents is false ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
            await response.WriteAsync(request, served, deletion.Object, status, cancellationToken);
            return;
        }
        var details = new StatusDetails { Name = request.Info.Name, Group = served.Resource.Group, Kind = served.Resource.Plural, Uid = deletion.Object.Uid };
        await ObjectResponse.WriteStatusAsync(request, StatusJson.Success(details), StatusCodes.Status200OK, cancellationToken);
    }
}

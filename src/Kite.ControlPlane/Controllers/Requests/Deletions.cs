using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Models;
using Kite.Api.Models.MetaV1;

namespace Kite.ControlPlane.Controllers.Requests;

/// <summary>Deletions for which it is as well if somebody else was faster.</summary>
internal static class Deletions
{
    /// <summary>Deletes an object; that it is gone already, or that another has its name, is no error.</summary>
    internal static async Task DeleteIfPresentAsync<T>(this IResourceClient<T> client, string? @namespace, string name, DeleteOptions? options, CancellationToken cancellationToken)
        where T : class, IApiModel<T>, IApiObject
    {
        try
        {
            await client.DeleteAsync(@namespace, name, options, cancellationToken);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound || (e.Reason is StatusReason.Conflict && options?.Preconditions is not null))
        {
            // Gone, or not the object that was meant.
        }
    }
}

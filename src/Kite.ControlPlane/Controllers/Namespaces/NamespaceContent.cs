using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.Api.Models.MetaV1;
using Kite.ControlPlane.Controllers.Discovery;
using Kite.ControlPlane.Controllers.Requests;

namespace Kite.ControlPlane.Controllers.Namespaces;

/// <summary>Deletes everything in a namespace: pods first and gracefully, the rest only when they are gone, since pods may need it until their end.</summary>
internal sealed class NamespaceContent(IApiClient client, IResourceDiscovery discovery)
{
    private static readonly DeleteOptions Background = new() { PropagationPolicy = "Background" };

    /// <summary>Makes one attempt.</summary>
    /// <returns>What is left.</returns>
    internal async Task<NamespaceRemains> DeleteAsync(string @namespace, CancellationToken cancellationToken)
    {
        var served = await discovery.DiscoverAsync(cancellationToken);
        var remains = new NamespaceRemains { DiscoveryFailures = served.Failures };
        var resources = served.Resources.Where(resource => resource.Resource.IsNamespaced && resource.Can("delete", "list")).ToLookup(IsPods);
        foreach (var pods in resources[true]) await DeleteAsync(pods, @namespace, remains, cancellationToken);
        if (remains.ByResource.Count > 0) return remains;
        foreach (var resource in resources[false]) await DeleteAsync(resource, @namespace, remains, cancellationToken);
        return remains;
    }

    private static bool IsPods(ServedResource resource) => resource.Resource is { Group: "", Plural: "pods" };

    private async Task DeleteAsync(ServedResource served, string @namespace, NamespaceRemains remains, CancellationToken cancellationToken)
    {
        var resource = client.Resource<PartialObjectMetadata>(served.Resource);
        try
        {
            var present = await resource.ListAsync(@namespace, ListQuery.All, cancellationToken);
            if (present.Items.Count == 0) return;
            if (served.Can("deletecollection")) await resource.DeleteCollectionAsync(@namespace, ListQuery.All, Background, cancellationToken);
            else foreach (var item in present.Items) await resource.DeleteIfPresentAsync(@namespace, item.Metadata.Name, Background, cancellationToken);
            var left = await resource.ListAsync(@namespace, ListQuery.All, cancellationToken);
            foreach (var item in left.Items) remains.Add(Name(served.Resource), item.Metadata.Finalizers);
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.NotFound or StatusReason.MethodNotAllowed)
        {
            // A custom resource that went between discovery and now takes its objects with it.
        }
        catch (ApiStatusException e)
        {
            remains.Failures.Add(e.Message);
        }
    }

    /// <summary>As upstream prints it: with the dot even where the group is empty.</summary>
    private static string Name(ApiResource resource) => $"{resource.Plural}.{resource.Group}";
}

using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Kinds.FlowControl;
using Kite.Api.Models;
using Kite.Api.Models.FlowcontrolV1;
using Kite.Api.Models.MetaV1;
using Kite.ApiServer.Startup;

namespace Kite.ApiServer.FlowControl.Bootstrap;

/// <summary>
/// Keeps the mandatory schemas and levels as they must be, the suggested ones as upstream suggests them unless <c>apf.kubernetes.io/autoupdate-spec</c> says <c>false</c>,
/// and removes those that were suggested once and no longer are.
/// </summary>
internal sealed class BootstrapObjects(ServerClient server)
{
    private const string AutoUpdate = "apf.kubernetes.io/autoupdate-spec";

    /// <summary>Creates, updates and removes what has to be; writes nothing where all is as it should be.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await EnsureAsync(SuggestedFlowControl.MandatoryLevels, SuggestedFlowControl.Levels, WithSpecOf, cancellationToken);
        await EnsureAsync(SuggestedFlowControl.MandatorySchemas, SuggestedFlowControl.Schemas, WithSpecOf, cancellationToken);
    }

    private static PriorityLevelConfiguration WithSpecOf(PriorityLevelConfiguration found, PriorityLevelConfiguration? wanted, ObjectMeta metadata) =>
        // How the level without limits lends is the administrator's to say.
        found with { Metadata = metadata, Spec = wanted is null || wanted.Spec.Type == "Exempt" ? found.Spec : wanted.Spec };

    private static FlowSchema WithSpecOf(FlowSchema found, FlowSchema? wanted, ObjectMeta metadata) => found with { Metadata = metadata, Spec = wanted is null ? found.Spec : wanted.Spec };

    private async Task EnsureAsync<T>(IReadOnlyList<T> mandatory, IReadOnlyList<T> suggested, Func<T, T?, ObjectMeta, T> change, CancellationToken cancellationToken)
        where T : class, IApiObject<T>
    {
        var resource = server.Client.Resource<T>();
        var found = (await resource.ListAsync(null, ListQuery.All, cancellationToken)).Items.ToDictionary(value => value.Metadata.Name, StringComparer.Ordinal);
        foreach (var wanted in mandatory.Concat(suggested))
        {
            if (found.Remove(wanted.Metadata.Name, out var known))
            {
                var isAutomatic = mandatory.Contains(wanted) || IsAutomatic(known.Metadata);
                var changed = change(known, isAutomatic ? wanted : null, Marked(known.Metadata, isAutomatic));
                if (!changed.Equals(known)) await TryAsync(resource.UpdateAsync(changed, cancellationToken));
            }
            else
            {
                await TryAsync(resource.CreateAsync(change(wanted, null, Marked(wanted.Metadata, true)), cancellationToken));
            }
        }
        foreach (var former in found.Values.Where(value => value.Metadata.Annotations.GetValueOrDefault(AutoUpdate) == "true"))
        {
            var unchanged = new DeleteOptions { Preconditions = new() { Uid = former.Metadata.Uid, ResourceVersion = former.Metadata.ResourceVersion } };
            await TryAsync(resource.DeleteAsync(null, former.Metadata.Name, unchanged, cancellationToken));
        }
    }

    // What nobody has changed yet is taken to be kept up to date, as upstream does.
    private static bool IsAutomatic(ObjectMeta metadata) =>
        metadata.Annotations.TryGetValue(AutoUpdate, out var says) ? says == "true" : metadata.Generation == 1;

    private static ObjectMeta Marked(ObjectMeta metadata, bool isAutomatic)
    {
        var says = isAutomatic ? "true" : "false";
        return metadata.Annotations.GetValueOrDefault(AutoUpdate) == says ? metadata : metadata with { Annotations = new Dictionary<string, string>(metadata.Annotations) { [AutoUpdate] = says } };
    }

    private static async Task TryAsync(Task write)
    {
        try
        {
            await write;
        }
        catch (ApiStatusException e) when (e.Reason is StatusReason.AlreadyExists or StatusReason.Conflict or StatusReason.NotFound)
        {
            // Another server of the cluster was faster, or somebody changed it: the next round looks again.
        }
    }
}

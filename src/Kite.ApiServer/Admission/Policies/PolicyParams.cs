using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Admission.Matching;
using Kite.ApiServer.Registry;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission.Policies;

/// <summary>Finds the parameters of policies in the watch caches.</summary>
internal sealed class PolicyParams(ResourceCatalogue catalogue, ServedResources resources)
{
    private static readonly JsonObject?[] None = [null];

    /// <summary>Checks that the kind of a policy's parameters is there.</summary>
    /// <exception cref="PolicyConfigurationException">It isn't.</exception>
    public void CheckKind(GroupVersionKind? kind)
    {
        if (kind is not null && Find(kind) is null) throw new PolicyConfigurationException($"failed to find resource referenced by paramKind: '{kind.ApiVersion}, Kind={kind.Kind}'");
    }

    /// <summary>The parameters for a request, in their policy's version; one null where there are none to be had. None at all means that the binding doesn't count.</summary>
    /// <exception cref="PolicyConfigurationException">They can't be found, where that counts.</exception>
    public async ValueTask<IReadOnlyList<JsonObject?>> OfAsync(GroupVersionKind? kind, ParamReference? reference, AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (kind is null || reference is null) return None;
        if (Find(kind) is not { } served) throw new PolicyConfigurationException($"paramKind kind `{kind.ApiVersion}, Kind={kind.Kind}` not known");
        var found = reference.Name.Length > 0 ? ByName(served, reference, request) : BySelector(served, reference, request);
        var list = new List<JsonObject?>();
        foreach (var param in found) list.Add(ObjectForms.ToNodes(served, await served.ShowAsync(param, cancellationToken)));
        return list.Count == 0 && reference.DeniesMissing ? throw new PolicyConfigurationException("no params found for policy binding with `Deny` parameterNotFoundAction") : list;
    }

    private static IEnumerable<CachedObject> ByName(ServedResource served, ParamReference reference, AdmissionRequest request) =>
        served.Cache.Get(new ObjectKey(NamespaceOf(served, reference, request), reference.Name)) is { } param ? [param] : [];

    private static IEnumerable<CachedObject> BySelector(ServedResource served, ParamReference reference, AdmissionRequest request)
    {
        var @namespace = NamespaceOf(served, reference, request);
        return served.Cache.List(@namespace.Length == 0 ? null : @namespace).Where(param => reference.Selector.Matches(param.Labels));
    }

    private static string NamespaceOf(ServedResource served, ParamReference reference, AdmissionRequest request)
    {
        if (!served.Resource.IsNamespaced)
            return reference.Namespace.Length == 0 ? "" : throw new PolicyConfigurationException("paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
        if (reference.Namespace.Length > 0) return reference.Namespace;
        var own = RequestLabels.NamespaceOf(request);
        return own.Length > 0 ? own : throw new PolicyConfigurationException("cannot use namespaced paramRef in policy binding that matches cluster-scoped resources");
    }

    private ServedResource? Find(GroupVersionKind kind) =>
        catalogue.FindKind(kind.Group, kind.Version, kind.Kind) is { IsStored: true } definition ? resources.Of(definition) : null;
}

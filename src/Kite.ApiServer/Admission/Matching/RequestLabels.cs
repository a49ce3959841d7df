using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.Api.Selectors;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission.Matching;

/// <summary>Matches the selectors of webhooks and policies against a request's object and namespace.</summary>
internal sealed class RequestLabels(ResourceCaches caches)
{
    private static readonly ApiResource Namespaces = new("", "v1", "namespaces", "Namespace", false);

    /// <summary>The namespace that a request is about: that of its object, or the one that it writes; empty for other cluster-scoped objects.</summary>
    public static string NamespaceOf(AdmissionRequest request) => IsNamespace(request) ? request.Name : request.Namespace;

    /// <summary>True where the namespace has the labels; cluster-scoped objects other than namespaces always match.</summary>
    /// <exception cref="ApiStatusException">There is no such namespace (<c>NotFound</c>).</exception>
    public bool MatchesNamespace(LabelSelector selector, AdmissionRequest request)
    {
        if (selector.MatchesEverything) return true;
        if (IsNamespace(request) && request is { Subresource: "", Operation: AdmissionOperation.Create or AdmissionOperation.Update }) return selector.Matches(Of(request.Object));
        var name = NamespaceOf(request);
        if (name.Length == 0) return true;
        var found = caches.For(Namespaces).Get(new ObjectKey("", name)) ?? throw ApiErrors.NotFound(Namespaces, name);
        return selector.Matches(found.Labels);
    }

    /// <summary>True where the object as it is to be, or as it is, has the labels.</summary>
    public static bool MatchesObject(LabelSelector selector, AdmissionRequest request) =>
        selector.MatchesEverything || Matches(selector, request.Object) || Matches(selector, request.OldObject);

    private static bool Matches(LabelSelector selector, JsonObject? value) => value is not null && value.ContainsKey("metadata") && selector.Matches(Of(value));

    private static bool IsNamespace(AdmissionRequest request) => request.Resource is { Group: "", Plural: "namespaces" };

    private static Dictionary<string, string> Of(JsonObject? value) => new(value.Object("metadata").TextMap("labels"), StringComparer.Ordinal);
}

using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.ApiServer.CustomResources;
using Kite.ApiServer.Pipeline;
using Kite.ApiServer.Registry.Subresources;
using Kite.ApiServer.Registry.Verbs;

namespace Kite.ApiServer.Registry;

/// <summary>Sends a request for a resource to the verb that serves it.</summary>
internal sealed class ResourceVerbs(
    ServedResources served,
    IEnumerable<IVerb> verbs,
    IEnumerable<ISubresourceVerbs> subresources,
    CreateOnlyVerb createOnly,
    ComputedVerbs computed)
{
    private readonly Dictionary<string, IVerb> verbs = verbs.ToDictionary(verb => verb.Name, StringComparer.Ordinal);
    private readonly ISubresourceVerbs[] subresources = [.. subresources];

    /// <summary>True where what is asked for is only ever posted and answered, so that there is nothing to list.</summary>
    public bool IsCreateOnly(RequestInfo info) => createOnly.Handles(info);

    /// <summary>Serves the request.</summary>
    public Task HandleAsync(ApiRequest request, ResourceDefinition definition, CancellationToken cancellationToken)
    {
        var info = request.Info;
        if (definition.Resource.IsNamespaced && info.Namespace.Length == 0 && info.Verb is not ("list" or "watch")) throw ApiErrors.PathNotFound();
        if (!definition.Resource.IsNamespaced && info.Namespace.Length > 0 && info.Resource != "namespaces") throw ApiErrors.PathNotFound();
        if (createOnly.Handles(info))
        {
            return info.Verb == "create" ? createOnly.HandleAsync(request, definition, cancellationToken) : throw NotAllowed();
        }
        if (info.Subresource.Length == 0 && !definition.IsStored) throw definition.Verbs.Contains(info.Verb) ? ApiErrors.PathNotFound() : NotAllowed();
        var resource = served.Of(definition) ?? throw ApiErrors.PathNotFound();
        if (info.Subresource.Length > 0) return HandleSubresourceAsync(request, resource, cancellationToken);
        if (!definition.Verbs.Contains(info.Verb) || !verbs.TryGetValue(info.Verb, out var verb)) throw NotAllowed();
        if (computed.Handles(resource)) return computed.HandleAsync(request, resource, cancellationToken);
        if (info.Verb == "create" && info.Name.Length > 0) throw NotAllowed();
        if (info.Verb == "create" && resource.Cache.IsTerminating) throw VersionForm.Terminating(resource.Resource, info.Verb);
        return verb.HandleAsync(request, resource, cancellationToken);
    }

    private Task HandleSubresourceAsync(ApiRequest request, ServedResource resource, CancellationToken cancellationToken)
    {
        var info = request.Info;
        var definition = resource.Definition.Subresource(info.Subresource)
            ?? throw (resource.Form is null ? ApiErrors.PathNotFound() : ApiErrors.NotFound(resource.Resource, info.Name));
        if (!definition.Verbs.Contains(info.Verb)) throw NotAllowed();
        foreach (var candidate in subresources)
        {
            if (candidate.Serves(resource.Resource, definition)) return candidate.HandleAsync(request, resource, definition, cancellationToken);
        }
        if (definition.IsPartOfObject && verbs.TryGetValue(info.Verb, out var verb)) return verb.HandleAsync(request, resource, cancellationToken);
        throw ApiErrors.PathNotFound();
    }

    private static ApiStatusException NotAllowed() =>
        new(StatusReason.MethodNotAllowed, "the server does not allow this method on the requested resource", new StatusDetails());
}

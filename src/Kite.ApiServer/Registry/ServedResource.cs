using Kite.Api.Codecs.Protobuf;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.CustomResources;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Registry;

/// <summary>A stored resource in one of the versions it is served in.</summary>
/// <param name="Definition">The version asked for.</param>
/// <param name="Cache">The objects, in the version stored.</param>
/// <param name="Form">How a custom resource's version shows objects; null for a built-in resource.</param>
internal sealed record ServedResource(ResourceDefinition Definition, ResourceCache Cache, VersionForm? Form = null)
{
    private readonly bool isStoredForm = Definition.Conversion is null && Form is null;

    /// <summary>The resource in the version asked for.</summary>
    public ApiResource Resource => Definition.Resource;

    /// <summary>What stands around an object of the resource in protobuf.</summary>
    public ProtobufEnvelope Envelope { get; } = new(Definition.Resource.ApiVersion, Definition.Resource.Kind);

    /// <summary>The object as this version shows it; of a custom resource after <see cref="ShowAsync"/>, which may have to ask somebody.</summary>
    public CachedObject Show(CachedObject stored)
    {
        if (isStoredForm) return stored;
        return Form is null ? ObjectForms.Show(this, stored) : Form.TryShow(stored) ?? stored;
    }

    /// <summary>The object so that <see cref="Show"/> needs nobody anymore.</summary>
    /// <exception cref="Api.Errors.ApiStatusException">It can't be converted.</exception>
    public ValueTask<CachedObject> ShowAsync(CachedObject stored, CancellationToken cancellationToken) =>
        Form is null ? new(stored) : Form.ShowAsync(stored, cancellationToken);

    /// <summary>Objects so that <see cref="Show"/> needs nobody anymore.</summary>
    /// <exception cref="Api.Errors.ApiStatusException">One can't be converted.</exception>
    public ValueTask<IReadOnlyCollection<CachedObject>> ShowAllAsync(IReadOnlyCollection<CachedObject> stored, CancellationToken cancellationToken) =>
        Form is null || (!Form.CallsOut && Form.IsStorage) ? new(stored) : Form.ShowAllAsync(stored, cancellationToken);
}

using Kite.Api.Codecs.Protobuf;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Registry;

/// <summary>A stored resource in one of the versions it is served in.</summary>
/// <param name="Definition">The version asked for.</param>
/// <param name="Cache">The objects, in the version stored.</param>
internal sealed record ServedResource(ResourceDefinition Definition, ResourceCache Cache)
{
    /// <summary>The resource in the version asked for.</summary>
    public ApiResource Resource => Definition.Resource;

    /// <summary>What stands around an object of the resource in protobuf.</summary>
    public ProtobufEnvelope Envelope { get; } = new(Definition.Resource.ApiVersion, Definition.Resource.Kind);

    /// <summary>The object as this version shows it.</summary>
    public CachedObject Show(CachedObject stored) => Definition.Conversion is null ? stored : ObjectForms.Show(this, stored);
}

using Kite.Api.Meta;
using Kite.Api.Models;

namespace Kite.ApiServer.WatchCache;

/// <summary>One object as the server holds it: its JSON bytes and the few facts that reads need, extracted once when it was written.</summary>
public sealed class CachedObject
{
    /// <summary>Where the object is.</summary>
    public required ObjectKey Key { get; init; }

    /// <summary>The UID.</summary>
    public required string Uid { get; init; }

    /// <summary>The revision of the last write.</summary>
    public required long ResourceVersion { get; init; }

    /// <summary>The whole object as UTF-8 JSON, resource version included; not to be changed by anyone.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The values of the kind's selectable fields by path, such as <c>spec.nodeName</c>, without <c>metadata.name</c> and <c>metadata.namespace</c>.</summary>
    public required IReadOnlyDictionary<string, string> Fields { get; init; }

    /// <summary>When the object was created; the default where it doesn't say.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Where in <see cref="Json"/> the metadata object begins.</summary>
    internal int MetadataStart { get; init; }

    /// <summary>How many bytes the metadata object has.</summary>
    internal int MetadataLength { get; init; }

    /// <summary>The metadata object alone, UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> MetadataJson => Json.Slice(MetadataStart, MetadataLength);

    /// <summary>The object's protobuf message where somebody asked for it lately; what it says never changes.</summary>
    internal ProtobufForm? Protobuf { get; set; }

    /// <summary>How versions of a custom resource show it: the version that shows it as it is, or the <see cref="ShownForm"/>s that were made of it.</summary>
    internal object? Form { get; set; }

    /// <summary>The object as a record.</summary>
    public T Read<T>()
        where T : class, IApiModel<T> => ModelJson.Parse<T>(Json.Span);
}
